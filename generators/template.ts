import type { LineBlock } from './line-block.ts';

/**
 * JSON with slots. A value is made once with slots in the place of what differs from thread to thread, turned into
 * text once, and cut at its slots; from then on its text is pasted together, which is many times faster than making
 * the value and turning it into text each time.
 *
 *     { text: `Order ${product}` }  →  '{"text":"Order '  product  '"}'
 *
 * A slot in a string stays where it is however often that string is wrapped in another one as JSON. For the same
 * reason, what is pasted there may hold nothing that JSON escapes.
 */
export class Template {
  readonly #text: string;
  #bytes: Pieces<Uint8Array> | undefined;
  #texts: Pieces<string> | undefined;

  /** @param text with slots. It is cut when the template is filled for the first time. */
  constructor(text: string) {
    this.#text = text;
  }

  /** For a block. */
  get bytes(): Pieces<Uint8Array> {
    this.#bytes ??= cutBytes(this.#text);
    return this.#bytes;
  }

  /** For a text. */
  get texts(): Pieces<string> {
    this.#texts ??= cutText(this.#text);
    return this.#texts;
  }
}

/** A text that was cut at its slots. */
interface Pieces<Piece> {
  readonly first: Piece;
  /** Which value comes next, and what stands after it. */
  readonly slots: readonly number[];
  readonly rest: readonly Piece[];
}

/** What slots are filled with, by their number; bytes are text as UTF-8. */
export type Values = readonly (string | number | Uint8Array)[];

// Slots are single characters of the private use area, which no text of ours holds.
const firstSlot = 0xe000;
const firstBareSlot = 0xe800;
/** Most slots of a template. */
const mostSlots = firstBareSlot - firstSlot;
const anySlot = /([\uE000-\uEFFF])/;
const anyBareSlot = /[\uE800-\uEFFF]/;
const quotedBareSlot = /\\*"([\uE800-\uEFFF])\\*"/g;

/** Stands for a value with the given number, within a text or as the whole of it. */
export function slot(number: number): string {
  if (number >= mostSlots) throw new RangeError(`a template has at most ${mostSlots} slots`);
  return String.fromCharCode(firstSlot + number);
}

const isSlot = (text: string): boolean => text.length === 1 && text >= '\uE000' && text < '\uE800';

/**
 * The same slot without quotes around it: for a number, or whatever else is JSON already. It may stand for a value of
 * any type, so its own type fits everywhere. Of a text that is no slot: the value that it is the JSON of.
 */
export function bare(text: string): never {
  return (
    isSlot(text) ? String.fromCharCode(text.charCodeAt(0) + firstBareSlot - firstSlot) : JSON.parse(text)
  ) as never;
}

/** The number of the value that a slot stands for, bare or not. */
const numberOf = (code: number): number => (code - firstSlot) % mostSlots;

function cutText(text: string): Pieces<string> {
  // Every other piece is a slot.
  const [first = '', ...pieces] = text.split(anySlot);
  const slots: number[] = [];
  const rest: string[] = [];
  for (let at = 0; at < pieces.length; at += 2) {
    slots.push(numberOf((pieces[at] as string).charCodeAt(0)));
    rest.push(pieces[at + 1] as string);
  }
  return { first, slots, rest };
}

/** What the three bytes of a slot begin with in UTF-8, and those of no other character of ours. */
const slotByte = 0xee;

function cutBytes(text: string): Pieces<Uint8Array> {
  const whole = Buffer.from(text);
  const slots: number[] = [];
  const pieces: Uint8Array[] = [];
  let from = 0;
  for (;;) {
    const at = whole.indexOf(slotByte, from);
    pieces.push(whole.subarray(from, at === -1 ? whole.length : at));
    if (at === -1) break;
    from = at + 3;
    const [upper, lower] = [whole[at + 1] as number, whole[at + 2] as number];
    slots.push(numberOf(0xe000 | ((upper & 0x3f) << 6) | (lower & 0x3f)));
  }
  const [first, ...rest] = pieces;
  return { first: first as Uint8Array, slots, rest };
}

/** A value with slots as JSON with slots. */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value);
  return anyBareSlot.test(text) ? text.replace(quotedBareSlot, '$1') : text;
}

/** What stands within a string of JSON: text that is pasted into a slot. */
export const innerText = (text: string): string => JSON.stringify(text).slice(1, -1);

const textOf = (value: Values[number]): string =>
  typeof value === 'object' ? Buffer.from(value).toString() : String(value);

/** The text with its slots filled. */
export function fill(template: Template, values: Values): string {
  const { first, slots, rest } = template.texts;
  let text = first;
  for (let at = 0; at < slots.length; at += 1)
    text += textOf(values[slots[at] as number] as Values[number]) + (rest[at] as string);
  return text;
}

/** The same into a block. */
export function fillInto(block: LineBlock, template: Template, values: Values): void {
  const { first, slots, rest } = template.bytes;
  block.paste(first);
  for (let at = 0; at < slots.length; at += 1) {
    const value = values[slots[at] as number] as Values[number];
    if (typeof value === 'number') block.number(value);
    else if (typeof value === 'string') block.text(value);
    else block.paste(value);
    block.paste(rest[at] as Uint8Array);
  }
}
