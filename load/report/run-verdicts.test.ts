import { expect, it } from 'vitest';
import type { EvidenceRequest } from '../analysis/index.ts';
import { judgeRecords } from '../analysis/index.ts';
import { summariseVerdicts } from './run-verdicts.ts';

const verdicts = judgeRecords([], new Map([['s1', { limit: 1, windowMs: 1000 }]]));
const request = (id: number, part: EvidenceRequest['part']): EvidenceRequest => ({
  id,
  session: 's1',
  sentMs: id,
  firstByteMs: id,
  outcome: 'throttled',
  part,
});

function summarised(requests: readonly EvidenceRequest[]) {
  const claims = verdicts.claims.slice(0, 1).map((claim) => ({
    ...claim,
    evidence: [{ session: 's1', says: 'too many', requests, spans: [] }],
  }));
  return summariseVerdicts({ ...verdicts, claims }).claims[0]?.evidence[0];
}

it('bounds the evidence of a claim, and keeps what contradicts wherever it stands', () => {
  const requests = Array.from({ length: 1000 }, (_, id) =>
    request(id, id === 500 || id === 999 ? 'subject' : 'counted'),
  );
  const kept = summarised(requests);
  expect(kept?.says).toBe('too many (200 of 1000 requests are listed)');
  expect(kept?.requests.map(({ id }) => id)).toEqual([
    ...Array.from({ length: 198 }, (_, id) => id),
    500,
    999,
  ]);
});

it('leaves evidence alone that is short enough', () => {
  const requests = Array.from({ length: 200 }, (_, id) => request(id, 'counted'));
  expect(summarised(requests)).toEqual({ session: 's1', says: 'too many', requests, spans: [] });
});
