import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RequestRecord } from '../records.ts';
import { RecordEncoder } from './encode-record.ts';
import { parseRecordLine } from './parse-line.ts';
import { RecordLines } from './read-lines.ts';
import { RecordScanner } from './scan-record.ts';

const time = fc.option(
  fc.oneof(
    fc.nat({ max: 4_000_000_000 }).map((us) => us / 1000),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(0, -0, 1e21, 5e-324, 9_007_199_254_740.99, 0.001, 1.0000000000000002),
  ),
  { nil: null },
);
const text = fc.oneof(
  fc.string({ unit: 'grapheme-ascii' }),
  fc.string({ unit: 'binary' }),
  fc.constant('s1'),
);

const record: fc.Arbitrary<RequestRecord> = fc.record(
  {
    id: fc.oneof(fc.nat(), fc.maxSafeInteger()),
    session: text,
    step: text,
    intendedMs: time,
    sentMs: time,
    firstByteMs: time,
    endMs: time,
    status: fc.option(fc.integer({ min: 100, max: 599 }), { nil: null }),
    error: text,
    headers: fc.dictionary(fc.string(), text, { noNullPrototype: true }),
    requestId: text,
  },
  {
    requiredKeys: ['id', 'session', 'step', 'intendedMs', 'sentMs', 'firstByteMs', 'endMs', 'status'],
    noNullPrototype: true,
  },
);

/** What is told of a record whose headers come as the same object as before, too. */
const records = fc.array(fc.tuple(record, fc.boolean()), { maxLength: 20 }).map((list) =>
  list.map(([one, again], i) => {
    const before = list[i - 1]?.[0].headers;
    return again && before !== undefined && one.headers !== undefined ? { ...one, headers: before } : one;
  }),
);

const plain: RequestRecord = {
  id: 7,
  session: 's1',
  step: '2x',
  intendedMs: 12.5,
  sentMs: 12.501,
  firstByteMs: 13,
  endMs: null,
  status: 200,
};

const lineOf = (one: RequestRecord): string => JSON.stringify(one);

describe('lines', () => {
  it('are written to the byte as JSON.stringify writes them', () => {
    fc.assert(
      fc.property(records, fc.integer({ min: 1, max: 400 }), (list, size) => {
        const encoder = new RecordEncoder(size);
        for (const one of list) encoder.add(one);
        expect(encoder.take().toString()).toBe(list.map((one) => `${lineOf(one)}\n`).join(''));
        expect(encoder.length).toBe(0);
      }),
    );
  });

  it('are read as JSON.parse reads them, however the file is cut', () => {
    fc.assert(
      fc.property(records, fc.integer({ min: 1, max: 300 }), (list, size) => {
        const bytes = Buffer.from(list.map((one) => `${lineOf(one)}\n`).join(''));
        const read: RequestRecord[] = [];
        const lines = new RecordLines((one) => read.push(one));
        for (let at = 0; at < bytes.length; at += size) {
          // The memory of a piece is another's after it.
          const piece = Buffer.from(bytes.subarray(at, at + size));
          lines.push(piece);
          piece.fill(0);
        }
        lines.finish();
        expect(read).toEqual(list.map((one) => JSON.parse(lineOf(one)) as unknown));
      }),
    );
  });

  it('of our own form need no JSON.parse', () => {
    const own: RequestRecord = {
      ...plain,
      error: 'timeout',
      headers: { date: 'Thu', 'retry-after': '6' },
      requestId: 'req_1',
    };
    const line = Buffer.from(lineOf(own));
    expect(new RecordScanner().scan(line, 0, line.length)).toEqual(own);
  });

  it.each(['01', '1.', '.5', '-1', '1e3', '1.5.5', ' 1', '"1"', 'nul', ''])(
    'with the time %s are left alone',
    (time) => {
      const line = Buffer.from(
        `{"id":1,"session":"s1","step":"x","intendedMs":${time},"sentMs":1,"firstByteMs":1,"endMs":1,"status":200}`,
      );
      expect(new RecordScanner().scan(line, 0, line.length)).toBeNull();
    },
  );

  it('keep the names of their headers after one whose names stand otherwise', () => {
    const own: RequestRecord = { ...plain, headers: { date: 'Thu' } };
    const other: RequestRecord = { ...plain, headers: { 'retry-after': 'Thu' } };
    const read: RequestRecord[] = [];
    const lines = new RecordLines((one) => read.push(one));
    lines.push(
      Buffer.from(`${lineOf(own)}\n${lineOf(other).replace('":"Thu', '" :"Thu')}\n${lineOf(own)}\n`),
    );
    expect(read).toEqual([own, other, own]);
  });

  it('that are odd are left alone, or read as JSON.parse reads them', () => {
    const scanner = new RecordScanner();
    const odd = fc
      .tuple(
        record,
        fc.nat(),
        fc.oneof(fc.constantFrom(...Array.from('0123456789.eE+-,:"{}[]\\ n')), fc.string()),
        fc.nat(2),
      )
      .map(([one, place, put, cut]) => {
        const line = lineOf(one);
        const at = place % line.length;
        return line.slice(0, at) + put + line.slice(at + cut);
      });
    const readAlike = (line: string): boolean => {
      const bytes = Buffer.from(line);
      const scanned = scanner.scan(bytes, 0, bytes.length);
      return (
        scanned === null || scanner.end < bytes.length || isDeepStrictEqual(scanned, parseRecordLine(line, 1))
      );
    };
    expect(() => fc.assert(fc.property(odd, readAlike), { numRuns: 3000 })).not.toThrow();
  });
});
