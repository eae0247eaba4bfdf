import { expect, it } from 'vitest';
import { createVirtualClock } from '../../support/clock.ts';
import { showJudging } from './show-judging.ts';

const claim = { kind: 'claim', claim: 'limit_not_own', session: 3, of: 300 } as const;

async function shown(live: boolean, silent = false): Promise<string[]> {
  const clock = createVirtualClock();
  const written: string[] = [];
  const view = showJudging({ clock, live, stderr: (text) => written.push(text) }, silent);
  view.update(claim);
  for (const progress of [
    { kind: 'records', records: 65_536, of: null },
    { kind: 'records', records: 65_536, of: 70_000 },
    claim,
    { kind: 'limiter' },
  ] as const) {
    await clock.advance(live ? 100 : 5000);
    view.update(progress);
    view.update(claim);
  }
  view.end();
  view.end();
  return written;
}

it('redraws a line on a terminal, ten times a second, and takes it away', async () => {
  expect(await shown(true)).toEqual([
    '\r\u001B[Kjudging: 65536 records read',
    '\r\u001B[Kjudging: 65536 of 70000 records read',
    '\r\u001B[Kjudging: limit_not_own, session 3 of 300',
    '\r\u001B[Kjudging: which limiter it is',
    '\r\u001B[K',
  ]);
});

it('writes a line every five seconds elsewhere', async () => {
  expect(await shown(false)).toEqual([
    'judging: 65536 records read\n',
    'judging: 65536 of 70000 records read\n',
    'judging: limit_not_own, session 3 of 300\n',
    'judging: which limiter it is\n',
  ]);
});

it('is silent where that is wanted', async () => {
  expect(await shown(true, true)).toEqual([]);
});
