import type { PathPart, RandomStream } from '../support/random.ts';
import { remember } from '../support/memo.ts';
import { vocabulary } from './vocabulary/pools.ts';
import type { PoolName, Vocabulary } from './vocabulary/pools.ts';

const dayMs = 86_400_000;
const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
const months = 'January February March April May June July August September October November December'.split(
  ' ',
);

const twoDigits = (number: number): string => (number < 10 ? `0${number}` : String(number));

// A dataset names the same few hundred days over and over; `day` counts from the beginning of Unix time.
const isoDateOf = remember((day: number) => new Date(day * dayMs).toISOString().slice(0, 10));
const dayInWordsOf = remember((day: number) => {
  const date = new Date(day * dayMs);
  return `${weekdays[date.getUTCDay()]} ${date.getUTCDate()} ${months[date.getUTCMonth()]}`;
});

/** What a story draws its details from: one stream, the vocabulary, and the time at which it plays. */
export class Draw {
  readonly stream: RandomStream;
  /** When the story begins, Unix milliseconds. */
  readonly startMs: number;
  readonly #words: Vocabulary;

  /** @param words default: the English ones. */
  constructor(stream: RandomStream, startMs: number, words: Vocabulary = vocabulary()) {
    this.stream = stream;
    this.startMs = startMs;
    this.#words = words;
  }

  /** The draw of a path below this one; independent of what was drawn here. */
  at(...path: PathPart[]): Draw {
    return new Draw(this.stream.at(...path), this.startMs, this.#words);
  }

  pick<T>(list: readonly T[]): T {
    return this.stream.pick(list);
  }

  int(min: number, max: number): number {
    return this.stream.int(min, max);
  }

  chance(probability: number): boolean {
    return this.stream.chance(probability);
  }

  /** `count` different elements of the list (all of them when it is shorter), in random order. */
  sample<T>(list: readonly T[], count: number): T[] {
    const rest = [...list];
    const taken: T[] = [];
    while (taken.length < count && rest.length > 0) {
      const at = this.stream.int(0, rest.length - 1);
      taken.push(rest[at] as T);
      rest[at] = rest.at(-1) as T;
      rest.pop();
    }
    return taken;
  }

  /** `count` different texts of a maker that has many more. */
  distinct(count: number, make: () => string): string[] {
    const made = new Set<string>();
    while (made.size < count) made.add(make());
    return [...made];
  }

  /** A text of `count` decimal digits that does not begin with 0. */
  digits(count: number): string {
    return String(this.stream.int(10 ** (count - 1), 10 ** count - 1));
  }

  /** An amount of money with two decimals. */
  money(min: number, max: number): number {
    return this.stream.int(min * 100, max * 100) / 100;
  }

  firstName(): string {
    return this.pick(this.#words.firstNames);
  }

  fullName(): string {
    const first = this.pick(this.#words.firstNames);
    return this.#words.nameInOrder(first, this.pick(this.#words.lastNames));
  }

  word(pool: PoolName): string {
    return this.pick(this.#words[pool]);
  }

  /** `2025-11-04`: the UTC date `days` after the story begins. */
  isoDate(days: number): string {
    return isoDateOf(Math.floor(this.startMs / dayMs) + days);
  }

  /** `Tuesday 4 November`: the same day in words. */
  dayInWords(days: number): string {
    return dayInWordsOf(Math.floor(this.startMs / dayMs) + days);
  }

  /** `14:35`, on five minutes. */
  clockTime(fromHour: number, toHour: number): string {
    const minutes = this.stream.int(0, 11) * 5;
    return `${twoDigits(this.stream.int(fromHour, toHour))}:${twoDigits(minutes)}`;
  }
}

/** `1,234.50` */
export function formatMoney(amount: number): string {
  const cents = Math.round(amount * 100);
  return `${groupThousands(Math.floor(cents / 100))}.${twoDigits(cents % 100)}`;
}

/** `1,234,567`; of a whole number that is not negative. */
export function groupThousands(whole: number): string {
  if (whole < 1000) return String(whole);
  return `${groupThousands(Math.floor(whole / 1000))},${String(1000 + (whole % 1000)).slice(1)}`;
}

/** `weekly users` → `Weekly users` */
export const capitalize = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const beyondAscii = /\P{ASCII}/u;
/** What `é` and the like have beside their letter. Other marks belong to the letter: `が`, `ि`. */
const latinMarks = /[\u0300-\u036F]/g;

/** `Aurora Desk Lamp` → `aurora-desk-lamp`, `Zoë Bell` → `zoe-bell`, `京都 市` → `京都-市`: for file names and keys. */
export const slug = remember((text: string): string =>
  beyondAscii.test(text)
    ? text
        .normalize('NFKD')
        .replace(latinMarks, '')
        .normalize('NFC')
        .toLowerCase()
        .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
        .replace(/^-|-$/g, '')
    : text
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '-')
        .replace(/^-|-$/g, ''),
);

/** The same for addresses, in which other scripts are written as bytes. */
export const urlSlug = remember((text: string): string => encodeURIComponent(slug(text)));
