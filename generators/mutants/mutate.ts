import { formatPath } from '../../schema/index.ts';
import type { ShapeName } from '../../schema/index.ts';
import { absent } from './change.ts';
import type { Change, ChangeKind, Edit, Expectation } from './change.ts';
import { changesAt } from './changes.ts';
import { placesIn, sitesOf } from './places.ts';
import type { Part, Path, Place, Site } from './places.ts';

/** A change that a shape knows, whatever the value. */
export interface MutantKind {
  /** `missing:$.data[]<chatkit.task>.created_at`, `value(expired):$.status`: unique within a shape, and stable. */
  readonly name: string;
  readonly change: ChangeKind;
  /** Where in the shape; the notation is told at `Site`. */
  readonly site: string;
  /** The innermost named shape that holds the site, and the site as seen from there. */
  readonly part: Part;
}

/** A value that differs from a valid one in exactly one place. */
export interface Mutant extends MutantKind {
  /**
   * - `reject`: the contract is broken; a strict reader refuses the value and names `faults`.
   * - `accept`: the change is legal.
   * - `either`: a reader may refuse it or take it, but must not take it for something else.
   */
  readonly expectation: Expectation;
  /** Where the change was made, as keys from the root. */
  readonly at: Path;
  /** The same as a JSON path: `$.data[3].created_at`. */
  readonly path: string;
  /** JSON paths that a refusal names; none unless the expectation is `reject`. */
  readonly faults: readonly string[];
  /** The changed value. It shares what did not change with the value that it was made from. */
  readonly value: unknown;
}

/** The change of a site, by its name. */
export function kindOf(site: Site, { kind, argument }: Change): MutantKind {
  const name = argument === undefined ? kind : `${kind}(${argument})`;
  return { name: `${name}:${site.name}`, change: kind, site: site.name, part: site.part };
}

const known = new WeakMap<Site, readonly (readonly [Change, MutantKind])[]>();

/** The changes of a site, with what is told of them. */
function kindsAt(site: Site): readonly (readonly [Change, MutantKind])[] {
  let found = known.get(site);
  if (found === undefined) {
    found = changesAt(site).map((change) => [change, kindOf(site, change)] as const);
    known.set(site, found);
  }
  return found;
}

/**
 * Every change that a shape knows, at every depth: what `mutate` yields of values that between them have it all.
 * It is read off the schema of the shape, so it is complete against the contract.
 * @example
 * mutantsOf('thread').filter(({ change }) => change === 'missing').length; // => 11
 */
export const mutantsOf = (shape: ShapeName): MutantKind[] =>
  [...sitesOf(shape)].flatMap((site) => changesAt(site).map((change) => kindOf(site, change)));

/** A copy of a JSON value in which one place is another value, or is gone. */
function replace(value: unknown, path: Path, put: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return put;
  if (Array.isArray(value)) return value.with(key as number, replace(value[key as number], rest, put));
  const fields = value as Readonly<Record<string, unknown>>;
  const after = replace(Object.hasOwn(fields, key) ? fields[key] : undefined, rest, put);
  if (after !== absent) return { ...fields, [key]: after };
  return Object.fromEntries(Object.entries(fields).filter(([name]) => name !== key));
}

/** The mutant of a value by one change at one of its places; undefined where that would change nothing. */
export function mutantAt(base: unknown, place: Place, change: Change): Mutant | undefined {
  const edit = change.edit(place);
  return edit && mutantFrom(kindOf(place.site, change), base, place, edit);
}

function mutantFrom(kind: MutantKind, base: unknown, place: Place, edit: Edit): Mutant {
  const at = edit.below === undefined ? place.path : [...place.path, edit.below];
  const faults = edit.expectation === 'reject' ? (edit.faults ?? [at]) : [];
  return {
    ...kind,
    expectation: edit.expectation,
    at,
    path: formatPath(at),
    faults: faults.map(formatPath),
    value: replace(base, at, edit.put),
  };
}

/**
 * The mutants of a valid value, each as a function that makes it: to look at the n-th of two hundred, one need not
 * make the others. They are those of `mutate`, in its order.
 * @param value a valid value of the shape; it is not changed.
 * @example
 * [...mutantMakers('thread', createThread())].length; // => 68
 */
export function* mutantMakers(shape: ShapeName, value: unknown): Generator<() => Mutant, void, undefined> {
  const done = new Set<MutantKind>();
  for (const place of placesIn(shape, value)) {
    for (const [change, kind] of kindsAt(place.site)) {
      if (done.has(kind)) continue;
      const edit = change.edit(place);
      if (edit === undefined) continue;
      done.add(kind);
      yield () => mutantFrom(kind, value, place, edit);
    }
  }
}

/**
 * Every mutant of a valid value, one at a time; each is made when it is asked for. A change is made at the first
 * place of its site where it changes anything: a page of twenty tasks yields one `missing:$.data[]<chatkit.task>.id`.
 * @param value a valid value of the shape; it is not changed.
 * @example
 * const mutants = [...mutate('thread', createThread())];
 * mutants.find(({ name }) => name === 'as-text:$.created_at')?.faults; // => [ '$.created_at' ]
 */
export function* mutate(shape: ShapeName, value: unknown): Generator<Mutant, void, undefined> {
  for (const make of mutantMakers(shape, value)) yield make();
}
