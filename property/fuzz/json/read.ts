/**
 * A reading of JSON that loses nothing: numbers keep their text, names that are there twice stay twice, their order
 * is kept. It shares no code with any client's parser, takes RFC 8259 to the letter, and uses no recursion, so that
 * no depth overflows the stack.
 */
export type JsonNode =
  | { readonly kind: 'object'; readonly entries: readonly (readonly [string, JsonNode])[] }
  | { readonly kind: 'list'; readonly items: readonly JsonNode[] }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' };

/** What is wrong with a text that is no JSON; the words are stable, so that findings can be grouped by them. */
export type JsonFault =
  | 'empty'
  | 'truncated'
  | 'trailing bytes'
  | 'bad escape'
  | 'raw control character'
  | 'bad number'
  | 'NaN or Infinity'
  | 'not a value'
  | 'missing comma'
  | 'missing colon'
  | 'name expected'
  | 'trailing comma';

export type JsonReading =
  | {
      readonly ok: true;
      readonly node: JsonNode;
      /** How many lists and objects stand in one another at most. */
      readonly depth: number;
      readonly duplicateNames: boolean;
    }
  | { readonly ok: false; readonly fault: JsonFault; readonly at: number };

const numberText = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const afterNumber = /[\w.+-]/;
const plainText = /[ !#-[\]-\uFFFF]*/y;
const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};
const notNumber = /^[+-]?(?:NaN|Infinity)/;
const hex4 = /^[0-9a-fA-F]{4}$/;
const words: Readonly<Record<string, JsonNode>> = {
  true: { kind: 'boolean', value: true },
  false: { kind: 'boolean', value: false },
  null: { kind: 'null' },
};

/** Not a subclass of Error: half of what is read has a fault, and nobody looks where in this file it was thrown. */
class Fault {
  readonly fault: JsonFault;
  readonly at: number;
  constructor(fault: JsonFault, at: number) {
    this.fault = fault;
    this.at = at;
  }
}

type Open =
  | {
      readonly kind: 'object';
      readonly entries: [string, JsonNode][];
      readonly names: Set<string>;
      name: string;
    }
  | { readonly kind: 'list'; readonly items: JsonNode[] };

class Reader {
  readonly #text: string;
  #at = 0;
  #duplicates = false;
  #depth = 0;
  constructor(text: string) {
    this.#text = text;
  }

  read(): JsonReading {
    try {
      this.#space();
      if (this.#at >= this.#text.length) throw new Fault('empty', this.#at);
      const node = this.#value();
      this.#space();
      if (this.#at < this.#text.length) throw new Fault('trailing bytes', this.#at);
      return { ok: true, node, depth: this.#depth, duplicateNames: this.#duplicates };
    } catch (error) {
      if (error instanceof Fault) return { ok: false, fault: error.fault, at: error.at };
      throw error;
    }
  }

  #space(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.#at += 1;
    }
  }

  /** The next character after white space, which must be there. */
  #next(): string {
    this.#space();
    const char = this.#text[this.#at];
    if (char === undefined) throw new Fault('truncated', this.#at);
    return char;
  }

  #value(): JsonNode {
    const open: Open[] = [];
    for (;;) {
      let done: JsonNode | undefined = this.#start(open);
      while (done !== undefined) {
        const holder = open.at(-1);
        if (holder === undefined) return done;
        if (holder.kind === 'object') holder.entries.push([holder.name, done]);
        else holder.items.push(done);
        done = this.#goOn(holder, open);
      }
    }
  }

  /** Reads a scalar or an empty container, or opens a container and yields nothing. */
  #start(open: Open[]): JsonNode | undefined {
    const char = this.#next();
    if (char === '"') return { kind: 'text', value: this.#string() };
    if (char === '{' || char === '[') {
      this.#at += 1;
      this.#depth = Math.max(this.#depth, open.length + 1);
      const first = this.#next();
      if (first === (char === '{' ? '}' : ']')) {
        this.#at += 1;
        return char === '{' ? { kind: 'object', entries: [] } : { kind: 'list', items: [] };
      }
      if (char === '[') open.push({ kind: 'list', items: [] });
      else {
        const made: Open = { kind: 'object', entries: [], names: new Set(), name: '' };
        this.#name(made);
        open.push(made);
      }
      return undefined;
    }
    if (notNumber.test(this.#text.slice(this.#at, this.#at + 10)))
      throw new Fault('NaN or Infinity', this.#at);
    if (char === '-' || (char >= '0' && char <= '9')) return this.#number();
    const word = /^[A-Za-z]+/.exec(this.#text.slice(this.#at, this.#at + 8))?.[0] ?? '';
    const found = Object.hasOwn(words, word) ? words[word] : undefined;
    if (found === undefined) {
      const rest = this.#text.slice(this.#at);
      const cut = ['true', 'false', 'null'].some((each) => each.startsWith(rest));
      throw new Fault(cut ? 'truncated' : 'not a value', this.#at);
    }
    this.#at += word.length;
    return found;
  }

  /** After an entry: on to the next one (nothing), or the container that is closed. */
  #goOn(holder: Open, open: Open[]): JsonNode | undefined {
    const close = holder.kind === 'object' ? '}' : ']';
    const char = this.#next();
    if (char === close) {
      this.#at += 1;
      open.pop();
      return holder.kind === 'object'
        ? { kind: 'object', entries: holder.entries }
        : { kind: 'list', items: holder.items };
    }
    if (char !== ',') throw new Fault('missing comma', this.#at);
    this.#at += 1;
    if (this.#next() === close) throw new Fault('trailing comma', this.#at);
    if (holder.kind === 'object') this.#name(holder);
    return undefined;
  }

  #name(holder: Open & { kind: 'object' }): void {
    if (this.#next() !== '"') throw new Fault('name expected', this.#at);
    holder.name = this.#string();
    if (holder.names.has(holder.name)) this.#duplicates = true;
    holder.names.add(holder.name);
    if (this.#next() !== ':') throw new Fault('missing colon', this.#at);
    this.#at += 1;
  }

  #number(): JsonNode {
    numberText.lastIndex = this.#at;
    const text = numberText.exec(this.#text)?.[0];
    const end = this.#at + (text?.length ?? 1);
    const follows = this.#text[end];
    if (text === undefined || (follows !== undefined && afterNumber.test(follows)))
      throw new Fault(follows === undefined ? 'truncated' : 'bad number', this.#at);
    this.#at = end;
    return { kind: 'number', text };
  }

  #string(): string {
    let value = '';
    this.#at += 1;
    for (;;) {
      plainText.lastIndex = this.#at;
      const run = plainText.exec(this.#text)?.[0] ?? '';
      value += run;
      this.#at += run.length;
      const char = this.#text[this.#at];
      if (char === undefined) throw new Fault('truncated', this.#at);
      if (char === '"') {
        this.#at += 1;
        return value;
      }
      if (char !== '\\') throw new Fault('raw control character', this.#at);
      value += this.#escape();
    }
  }

  #escape(): string {
    const char = this.#text[this.#at + 1];
    if (char === undefined) throw new Fault('truncated', this.#at);
    if (char === 'u') {
      const digits = this.#text.slice(this.#at + 2, this.#at + 6);
      if (!hex4.test(digits)) throw new Fault('bad escape', this.#at);
      this.#at += 6;
      return String.fromCharCode(Number.parseInt(digits, 16));
    }
    const plain = Object.hasOwn(escapes, char) ? escapes[char] : undefined;
    if (plain === undefined) throw new Fault('bad escape', this.#at);
    this.#at += 2;
    return plain;
  }
}

/** Reads one JSON text; white space around it is legal. Never throws. */
export const readJson = (text: string): JsonReading => new Reader(text).read();
