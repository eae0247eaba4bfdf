import type { ShapeName } from '../../../schema/index.ts';
import { sameDouble, sameNumber } from '../json/number.ts';
import type { JsonNode } from '../json/read.ts';
import { writeJson } from '../json/write.ts';
import type { Traits } from '../protocol.ts';
import { asMember, elementSpot, fieldSpot, names, rootSpot } from './places.ts';
import type { Spot } from './places.ts';

/** One place where the client's value is not what the bytes say. */
export interface Difference {
  readonly outcome: 'lost' | 'changed' | 'added';
  /** JSON path in the value that the bytes say. */
  readonly path: string;
  /** The place in the contract, the same for all values: `thread $.title`. */
  readonly part: string;
  /** What became of what, in kinds: `text to null`. The same for all values. */
  readonly what: string;
  /** What the bytes say there, and what the client said, shortened; undefined for nothing. */
  readonly said: string | undefined;
  readonly got: string | undefined;
}

/** The part of a name that is there twice. */
const twice = 'name that is there twice';
/** The part of a text that readers of UTF-8 cannot keep, wherever it stands: one cause, not one of each field. */
const lone = 'text with a lone surrogate';
/** Deeper than this nothing is compared: such bytes are there to see whether a reader survives them. */
const deepest = 1000;
/** One case shows a few differences; the rest are of the same kind. */
const most = 8;

const short = (node: JsonNode): string => {
  const text = writeJson(node);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
};

const isDefault = (node: JsonNode): boolean =>
  node.kind === 'null' ||
  (node.kind === 'text' && node.value === '') ||
  (node.kind === 'number' && Number(node.text) === 0) ||
  (node.kind === 'boolean' && !node.value) ||
  (node.kind === 'list' && node.items.length === 0) ||
  (node.kind === 'object' && node.entries.every(([, value]) => isDefault(value)));

function describeChange(said: JsonNode | undefined, got: JsonNode | undefined): string {
  if (said === undefined || got === undefined) return (said ?? got)?.kind === 'null' ? 'null' : 'a value';
  return said.kind === got.kind ? `another ${got.kind}` : `${said.kind} to ${got.kind}`;
}

const overflows: Readonly<Record<string, string>> = { Infinity: 'Infinity', '-Infinity': '-Infinity' };

/** Whether a trait holds at a place: everywhere, or where it is listed. */
const holds = (trait: boolean | readonly string[] | undefined, { part }: Spot): boolean =>
  typeof trait === 'object' ? trait.includes(part) : trait === true;

class Comparison {
  readonly found: Difference[] = [];
  readonly #traits: Traits;
  /** The bytes were no UTF-8: where a text has U+FFFD, a reader may have put anything. */
  readonly #broken: boolean;

  constructor(traits: Traits, broken: boolean) {
    this.#traits = traits;
    this.#broken = broken;
  }

  #differ(outcome: Difference['outcome'], spot: Spot, said?: JsonNode, got?: JsonNode): void {
    if (this.found.length >= most) return;
    const isLone = said?.kind === 'text' && got?.kind === 'text' && !said.value.isWellFormed();
    this.found.push({
      outcome,
      path: spot.path,
      part: isLone ? lone : spot.part,
      what: spot.part === twice ? '' : describeChange(said, got),
      said: said && short(said),
      got: got && short(got),
    });
  }

  compare(said: JsonNode, got: JsonNode, outer: Spot, depth: number): void {
    if (depth > deepest || this.found.length >= most) return;
    if (said.kind === 'null' && holds(this.#traits.nullsAsDefaults, outer) && isDefault(got)) return;
    if (said.kind === 'number' && got.kind === 'text' && overflows[got.value] === String(Number(said.text))) {
      // JSON has no word for what a double overflows to.
      if (!this.#isDouble(said.text)) this.#differ('changed', outer, said, got);
      return;
    }
    if (said.kind !== got.kind) return this.#differ('changed', outer, said, got);
    const spot = asMember(outer, said);
    if (said.kind === 'object' && got.kind === 'object') this.#objects(said, got, spot, depth);
    else if (said.kind === 'list' && got.kind === 'list') this.#lists(said, got, spot, depth);
    else if (!this.#sameScalar(said, got)) this.#differ('changed', spot, said, got);
  }

  #sameScalar(said: JsonNode, got: JsonNode): boolean {
    if (said.kind === 'number' && got.kind === 'number')
      return (this.#isDouble(said.text) ? sameDouble : sameNumber)(said.text, got.text);
    if (said.kind === 'text' && got.kind === 'text') return this.#sameText(said.value, got.value);
    return said.kind !== 'boolean' || got.kind !== 'boolean' || said.value === got.value;
  }

  #isDouble(text: string): boolean {
    const { numbersAsDoubles, fractionsAsDoubles } = this.#traits;
    return numbersAsDoubles === true || (fractionsAsDoubles === true && /[.eE]/.test(text));
  }

  #sameText(said: string, got: string): boolean {
    if (said === got || (this.#broken && said.includes('\uFFFD'))) return true;
    return this.#traits.replacesLoneSurrogates === true && said.toWellFormed() === got;
  }

  #lists(
    said: JsonNode & { kind: 'list' },
    got: JsonNode & { kind: 'list' },
    spot: Spot,
    depth: number,
  ): void {
    const both = Math.min(said.items.length, got.items.length);
    for (let i = 0; i < both; i += 1)
      this.compare(said.items[i] as JsonNode, got.items[i] as JsonNode, elementSpot(spot, i), depth + 1);
    if (said.items.length > both) this.#differ('lost', elementSpot(spot, both), said.items[both]);
    if (got.items.length > both) this.#differ('added', elementSpot(spot, both), undefined, got.items[both]);
  }

  #objects(
    said: JsonNode & { kind: 'object' },
    got: JsonNode & { kind: 'object' },
    spot: Spot,
    depth: number,
  ): void {
    const answers = new Map(got.entries);
    const candidatesOf = new Map<string, JsonNode[]>();
    for (const [name, value] of said.entries) {
      const former = candidatesOf.get(name);
      if (former === undefined) candidatesOf.set(name, [value]);
      else former.push(value);
    }
    for (const [name, candidates] of candidatesOf) {
      const answered = this.#findName(answers, name);
      const below = fieldSpot(spot, name);
      if (answered !== undefined) {
        answers.delete(answered[0]);
        this.#oneOf(candidates, answered[1], below, depth + 1);
      } else if (!candidates.some((value) => this.#mayLose(value, spot, name)))
        this.#differ('lost', below, candidates.at(-1));
    }
    for (const [name, value] of answers) {
      const fills =
        holds(this.#traits.fillsDefaults, fieldSpot(spot, name)) && names(spot, name) && isDefault(value);
      if (!fills) this.#differ('added', fieldSpot(spot, name), undefined, value);
    }
  }

  #findName(answers: ReadonlyMap<string, JsonNode>, name: string): [string, JsonNode] | undefined {
    const there = answers.get(name);
    if (there !== undefined) return [name, there];
    if (this.#broken && name.includes('\uFFFD'))
      return [...answers].find(([other]) => /[^\x20-\x7e]/.test(other));
    if (this.#traits.replacesLoneSurrogates !== true || name.isWellFormed()) return undefined;
    const replaced = answers.get(name.toWellFormed());
    return replaced === undefined ? undefined : [name.toWellFormed(), replaced];
  }

  #mayLose(value: JsonNode, spot: Spot, name: string): boolean {
    if (value.kind === 'null' && holds(this.#traits.omitsNulls, fieldSpot(spot, name))) return true;
    if (this.#traits.unmodelled?.includes(fieldSpot(spot, name).part) === true) return true;
    return holds(this.#traits.ignoresUnknownFields, spot) && !names(spot, name);
  }

  /** A name that is there twice: RFC 8259 leaves open which one counts. */
  #oneOf(candidates: readonly JsonNode[], got: JsonNode, spot: Spot, depth: number): void {
    const [only] = candidates;
    if (candidates.length === 1) return this.compare(only as JsonNode, got, spot, depth);
    const isOne = candidates.some((candidate) => {
      const trial = new Comparison(this.#traits, this.#broken);
      trial.compare(candidate, got, spot, depth);
      return trial.found.length === 0;
    });
    // What no occurrence says is one cause, wherever it stands.
    if (!isOne) this.#differ('changed', { ...spot, part: twice }, candidates.at(-1), got);
  }
}

/**
 * Compares what the bytes say with what the client made of them, field by field, within what it declares.
 * @param broken whether the bytes were no UTF-8, so that U+FFFD in `said` stands for anything.
 * @returns at most 8 differences, in the order of the bytes.
 */
export function compareTrees(
  shape: ShapeName,
  said: JsonNode,
  got: JsonNode,
  traits: Traits,
  broken = false,
): readonly Difference[] {
  const comparison = new Comparison(traits, broken);
  comparison.compare(said, got, rootSpot(shape), 0);
  return comparison.found;
}
