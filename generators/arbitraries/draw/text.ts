import { z } from 'zod';
import { edgeTexts } from '../../edge/texts.ts';
import type { Level } from '../constraints.ts';
import type { TextBounds } from '../plans/text.ts';
import type { Source } from '../source.ts';
import { drawPlainText } from './plain-text.ts';

/** Texts that look like something else: to each reader that guesses a type from a text. */
const lookalikes = [
  '2024-02-30T25:61:00Z',
  '1970-01-01T00:00:00.000Z',
  '2147483648',
  '-9223372036854775808',
  '1e308',
  '[1,2',
  '{"__proto__":{"polluted":true}}',
  '"\\ud83d"',
  'true ',
  'chatkit.task',
  'cthr_',
  'data: [DONE]',
  '$ref',
  'hasOwnProperty',
  '\\u0000',
  '\u0085',
  'http://[::1',
] as const;
const groups: readonly (readonly string[])[] = [...Object.values(edgeTexts), lookalikes];

/** Where random characters come from: blocks in which readers, writers and fonts differ. No surrogates. */
const blocks: readonly (readonly [first: number, last: number])[] = [
  [0x00, 0x1f],
  [0x20, 0x7e],
  [0x22, 0x22],
  [0x5c, 0x5c],
  [0x7f, 0xff],
  [0x300, 0x36f],
  [0x590, 0x6ff],
  [0x900, 0x97f],
  [0x1100, 0x11ff],
  [0x2000, 0x206f],
  [0x3040, 0x30ff],
  [0x4e00, 0x9fff],
  [0xd7fb, 0xd7ff],
  [0xe000, 0xe0ff],
  [0xfdd0, 0xffff],
  [0x1f1e6, 0x1f1ff],
  [0x1f300, 0x1faff],
  [0x10000, 0x10ffff],
];
const stuffs = ['a', '\\', '"', 'é', '漢', '🧵', '\u0301', '\n'] as const;

/** One to eight characters of one or several blocks. */
function drawCharacters(source: Source): string {
  let text = '';
  let block = source.pick(blocks);
  for (let left = source.int(1, 8); left > 0; left -= 1) {
    if (source.oneIn(3)) block = source.pick(blocks);
    text += String.fromCodePoint(source.int(block[0], block[1]));
  }
  return text;
}

function drawWildText(source: Source): string {
  const roll = source.below(16);
  if (roll === 0) return '';
  if (roll < 9) return source.pick(source.pick(groups));
  if (roll < 12) return drawCharacters(source);
  if (roll === 12) return source.pick(source.pick(groups)) + drawCharacters(source);
  return drawPlainText(source);
}

function drawMinimalText(source: Source): string {
  const roll = source.below(4);
  return roll === 0 ? '' : roll === 1 ? 'a' : roll === 2 ? 'b' : 'ab';
}

/** So many characters at most; none is cut in two. */
function cut(text: string, max: number): string {
  if (text.length <= max || z.core.util.codePointLength(text) <= max) return text;
  return Array.from(text).slice(0, max).join('');
}

const drawOf: Readonly<Record<Level, (source: Source) => string>> = {
  minimal: drawMinimalText,
  plain: drawPlainText,
  wild: drawWildText,
};

/**
 * Makes texts of a level within bounds. Wild ones are as long as they may be once in 64 times where the contract
 * has a bound, and once in 1024 times where it has none.
 */
export function textDrawer(
  level: Level,
  { min, max }: TextBounds,
  isBound: boolean,
): (source: Source) => string {
  const draw = drawOf[level];
  const rarity = isBound ? 64 : 1024;
  return (source) => {
    if (level === 'wild' && source.oneIn(rarity)) return source.pick(stuffs).repeat(max);
    const text = draw(source);
    if (text.length > max) return cut(text, max);
    return text.length < min ? text + 'a'.repeat(min - text.length) : text;
  };
}
