import { describe, expect, it } from 'vitest';
import { evidenceRequests, explainEvidence, moment } from './evidence.ts';
import type { Evidence, EvidenceRequest } from './evidence.ts';
import { packRecords } from './record-columns.ts';
import { recordOf } from './testing/records.ts';

const columns = packRecords([
  recordOf(11, 0.001, 0.5),
  recordOf(12, 0.2, null),
  recordOf(13, 0.3, 0.75, { status: 429 }),
]).get('s1')?.columns;

const request = (overrides: Partial<EvidenceRequest>): EvidenceRequest => ({
  id: 1,
  session: 's1',
  sentMs: 0,
  firstByteMs: 0,
  outcome: 'admitted',
  part: 'counted',
  ...overrides,
});
const evidence = (overrides: Partial<Evidence>): Evidence => ({
  session: 's1',
  says: 'so it is',
  requests: [],
  spans: [],
  ...overrides,
});

describe('the requests of a contradiction', () => {
  it('come once each, in the order of sending, in milliseconds, with what became of them', () => {
    expect(columns === undefined ? [] : evidenceRequests(columns, [2, 0, 1, 2], 2)).toEqual([
      { id: 11, session: 's1', sentMs: 0.001, firstByteMs: 0.5, outcome: 'admitted', part: 'counted' },
      { id: 12, session: 's1', sentMs: 0.2, firstByteMs: null, outcome: 'unknown', part: 'counted' },
      { id: 13, session: 's1', sentMs: 0.3, firstByteMs: 0.75, outcome: 'throttled', part: 'subject' },
    ]);
  });

  it('have no subject unless one is named', () => {
    expect(
      (columns === undefined ? [] : evidenceRequests(columns, [0, 1, 2])).map(({ part }) => part),
    ).toEqual(['counted', 'counted', 'counted']);
  });
});

it('tells a moment in seconds, and one that never came', () => {
  expect([moment(12_004_000), moment(1), moment(Infinity)]).toEqual(['12.004 s', '0.000001 s', 'never']);
});

describe('evidence as text', () => {
  it('draws each request from its send to its first byte, refused ones and the one in question otherwise', () => {
    const requests = [
      request({ id: 1, sentMs: 0, firstByteMs: 4 }),
      request({ id: 2, sentMs: 2, firstByteMs: 2.04 }),
      request({ id: 30, sentMs: 4, firstByteMs: 6, outcome: 'throttled' }),
      request({ id: 31, sentMs: 5, firstByteMs: 9, part: 'subject' }),
      request({ id: 32, sentMs: 7, firstByteMs: null, outcome: 'unknown' }),
    ];
    const spans = [{ label: 'window', fromMs: 1, toMs: 10 }];
    expect(explainEvidence(evidence({ requests, spans }), 11)).toEqual([
      'session s1: so it is',
      '  window         [========)',
      '  1 admitted    |---|        0.000000 … 0.004000',
      '  2 admitted      |          0.002000 … 0.002040',
      '  30 throttled      !-!      0.004000 … 0.006000',
      '  31 admitted        *---*   0.005000 … 0.009000',
      '  32 unknown           |--?  0.007000 … no answer',
    ]);
  });

  it('draws a refused request in question as refused', () => {
    const requests = [request({ sentMs: 0, firstByteMs: 2, outcome: 'throttled', part: 'subject' })];
    expect(explainEvidence(evidence({ requests }), 10)[1]).toBe(
      '  1 throttled  !--------!  0.000000 … 0.002000',
    );
  });

  it('draws everything at one moment in the first column, and nothing where there is nothing', () => {
    expect(explainEvidence(evidence({ requests: [request({ sentMs: 5, firstByteMs: 5 })] }), 10)).toEqual([
      'session s1: so it is',
      '  1 admitted  |           0.005000 … 0.005000',
    ]);
    expect(explainEvidence(evidence({}))).toEqual(['session s1: so it is']);
  });

  it('begins the line with what is earliest and ends it with what is latest, window or request', () => {
    const spans = [{ label: 'wait', fromMs: 10, toMs: 20 }];
    const before = request({ sentMs: 0, firstByteMs: 1 });
    expect(explainEvidence(evidence({ requests: [before], spans }), 21).slice(1)).toEqual([
      '  wait                  [=========)',
      '  1 admitted  ||                     0.000000 … 0.001000',
    ]);
    const after = request({ sentMs: 29, firstByteMs: 30 });
    expect(explainEvidence(evidence({ requests: [after], spans }), 21).slice(1)).toEqual([
      '  wait        [=========)',
      '  1 admitted                     ||  0.029000 … 0.030000',
    ]);
  });

  it('has sixty columns and two dozen rows unless told otherwise', () => {
    const many = Array.from({ length: 25 }, (_, i) => request({ id: i + 1, sentMs: i, firstByteMs: i }));
    const lines = explainEvidence(
      evidence({ requests: many, spans: [{ label: 'all', fromMs: 0, toMs: 24 }] }),
    );
    expect(lines[1]).toBe(`  all          [${'='.repeat(58)})`);
    expect(lines).toHaveLength(1 + 1 + 24 + 1);
    expect([lines[13], lines[14], lines[15]].map((line) => line?.trim().split(/ {2,}/)[0])).toEqual([
      '12 admitted',
      '… 1 more …',
      '14 admitted',
    ]);
    expect(explainEvidence(evidence({ requests: many.slice(1) }))).toHaveLength(25);
  });

  it('keeps the first and the last rows of many, spans beside them', () => {
    const many = Array.from({ length: 6 }, (_, i) => request({ id: i + 1, sentMs: i, firstByteMs: i }));
    const spans = [{ label: 'window', fromMs: 0, toMs: 5 }];
    const shown = (maxRows: number) =>
      explainEvidence(evidence({ requests: many, spans }), 10, maxRows)
        .slice(1)
        .map((line) => line.trim().split(/ {2,}/)[0]);
    expect(shown(6)).toHaveLength(7);
    expect(shown(5)).toEqual([
      expect.stringMatching(/^window/),
      '1 admitted',
      '2 admitted',
      '… 1 more …',
      '4 admitted',
      '5 admitted',
      '6 admitted',
    ]);
    expect(shown(2)).toEqual([expect.stringMatching(/^window/), '1 admitted', '… 4 more …', '6 admitted']);
    expect(shown(1)).toEqual(shown(2));
  });
});
