import { describe, expect, it } from 'vitest';
import { readLines } from './lines.ts';
import type { Line } from './lines.ts';
import { describeJsonError, lineOfJsonError } from './json-error.ts';

async function linesOf(chunks: readonly (string | Uint8Array)[], maxLineBytes?: number): Promise<Line[]> {
  async function* source() {
    for (const chunk of chunks) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
  }
  const lines: Line[] = [];
  for await (const batch of readLines(source(), maxLineBytes)) lines.push(...batch);
  return lines;
}
const line = (number: number, text: string, ended = true): Line => ({ number, text, ended });

describe('readLines', () => {
  it('splits at line breaks, wherever the chunks are cut', async () => {
    const text = 'eins\nzwölf\n\r\n😀 drei\r\nvier';
    const expected = [
      line(1, 'eins'),
      line(2, 'zwölf'),
      line(3, ''),
      line(4, '😀 drei'),
      line(5, 'vier', false),
    ];
    expect(await linesOf([text])).toEqual(expected);
    const bytes = Buffer.from(text);
    for (const size of [1, 2, 3, 7]) {
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
        bytes.subarray(i * size, (i + 1) * size),
      );
      expect(await linesOf(chunks)).toEqual(expected);
    }
  });

  it('sees no line after the last line break, and none in nothing', async () => {
    expect(await linesOf(['a\n'])).toEqual([line(1, 'a')]);
    expect(await linesOf([])).toEqual([]);
    expect(await linesOf(['', ''])).toEqual([]);
  });

  it('reports a line beyond the bound, keeps nothing of it, and goes on', async () => {
    const tooLong = { ended: true, text: '', fault: 'is longer than 0 MiB' };
    expect(await linesOf(['12345\n1234', '56\nabc\n'], 5)).toEqual([
      line(1, '12345'),
      { number: 2, ...tooLong },
      line(3, 'abc'),
    ]);
    expect(await linesOf(['123', '456', '789'], 5)).toEqual([{ number: 1, ...tooLong, ended: false }]);
  });

  it('reports bytes that are not UTF-8', async () => {
    expect(await linesOf([Buffer.from([0x61, 0xff, 0x0a, 0x62])])).toEqual([
      { number: 1, text: '', ended: true, fault: 'is not UTF-8' },
      line(2, 'b', false),
    ]);
  });

  it('tells a text in UTF-16 by its byte-order mark, in either order', async () => {
    const wanted = {
      number: 1,
      text: '',
      ended: false,
      fault: 'begins a text in UTF-16, where UTF-8 is wanted',
    };
    expect(await linesOf([Buffer.from([0xff, 0xfe, 0x61, 0x00])])).toEqual([wanted]);
    expect(await linesOf([Buffer.from([0xfe, 0xff, 0x00, 0x61])])).toEqual([wanted]);
  });

  it('reports a byte-order mark at the very beginning, and hands the line on without it', async () => {
    expect(await linesOf(['\u{FEFF}a\n\u{FEFF}b\n'])).toEqual([
      { number: 1, text: 'a', ended: true, fault: 'begins with a byte-order mark' },
      line(2, '\u{FEFF}b'),
    ]);
  });
});

const errorOf = (text: string): unknown => {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return error;
  }
};

describe('describeJsonError', () => {
  it.each([
    ['{"client_secret": ek_very_secret}', "Unexpected token 'e'"],
    ['{"client_secret":"ek_very_secret",', 'Expected double-quoted property name'],
    ['{"a": "ek_very_secret', 'it is cut off'],
    ['[1, 2', "Expected ',' or ']' after array element"],
    ['{', "Expected property name or '}'"],
    ['', 'it is cut off'],
    ['\u001B[31m', "Unexpected token '\\u001b'"],
    ['{"client_secret":"ek_very_secret"} {}', 'Unexpected non-whitespace character after JSON'],
    [`{"a": "${'x'.repeat(80)}", b: "ek_very_secret"}`, 'Expected double-quoted property name'],
  ])('says what is wrong with %s and repeats none of it', (text, expected) => {
    expect(describeJsonError(errorOf(text))).toBe(expected);
  });

  it('names the line where the engine does', () => {
    expect(lineOfJsonError(errorOf('{\n"a": 1\n"b": 2}'))).toBe(3);
    expect(lineOfJsonError(errorOf('{\n"a": x}'))).toBeNull();
  });
});
