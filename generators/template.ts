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
  #write: (() => string) | undefined;
  #pieces: Pieces | undefined;

  /** @param write yields the text with slots. It is called, and its text cut, when the template is filled for the first time. */
  constructor(write: () => string) {
    this.#write = write;
  }

  get pieces(): Pieces {
    this.#pieces ??= this.#cut();
    return this.#pieces;
  }

  #cut(): Pieces {
    const pieces = cut(this.#write?.() ?? '');
    this.#write = undefined;
    return pieces;
  }
}

/** A text that was cut at its slots. */
interface Pieces {
  readonly first: string;
  /** Which value comes next, and the text after it. */
  readonly slots: readonly number[];
  readonly rest: readonly string[];
  /** The same texts as UTF-8. */
  readonly firstBytes: Uint8Array;
  readonly restBytes: readonly Uint8Array[];
}

/** What slots are filled with, by their number. */
export type Values = readonly (string | number)[];

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

const encoded = new Map<string, Uint8Array>();

/** Templates have much text in common, and what is kept once is found faster. */
function bytesOf(text: string): Uint8Array {
  const bytes = encoded.get(text) ?? Buffer.from(text);
  encoded.set(text, bytes);
  return bytes;
}

function cut(text: string): Pieces {
  // Every other piece is a slot.
  const [first = '', ...pieces] = text.split(anySlot);
  const slots: number[] = [];
  const rest: string[] = [];
  for (let at = 0; at < pieces.length; at += 2) {
    slots.push(((pieces[at] as string).charCodeAt(0) - firstSlot) % mostSlots);
    rest.push(pieces[at + 1] as string);
  }
  return { first, slots, rest, firstBytes: bytesOf(first), restBytes: rest.map(bytesOf) };
}

/** A value with slots as JSON with slots. */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value);
  return anyBareSlot.test(text) ? text.replace(quotedBareSlot, '$1') : text;
}

/** The template of what stands within a string of JSON: text that is pasted into a slot. */
export const innerTemplate = (text: () => string): Template =>
  new Template(() => JSON.stringify(text()).slice(1, -1));

/** The text with its slots filled. */
export function fill(template: Template, values: Values): string {
  const { first, slots, rest } = template.pieces;
  let text = first;
  for (let at = 0; at < slots.length; at += 1) text += `${values[slots[at] as number]}${rest[at]}`;
  return text;
}

/** The same into a block. */
export function fillInto(block: LineBlock, template: Template, values: Values): void {
  const { firstBytes, slots, restBytes } = template.pieces;
  block.paste(firstBytes);
  for (let at = 0; at < slots.length; at += 1) {
    const value = values[slots[at] as number] as string | number;
    if (typeof value === 'number') block.number(value);
    else block.text(value);
    block.paste(restBytes[at] as Uint8Array);
  }
}
