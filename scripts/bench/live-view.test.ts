import { expect, it } from 'vitest';
import { createLiveBlock } from './live-block.ts';
import { drawLive } from './live-view.ts';
import type { LiveState } from './live-view.ts';

const escape = '\u001B';

const state: LiveState = {
  title: '[4/7] 10x',
  about: '10 times the limit, evenly paced',
  durationMs: 8000,
  elapsedMs: 6000,
  leftMs: 9900,
  counts: { admitted: 60, throttled: 311, failed: 0 },
  perSecond: 152,
  fill: { session: 's10', admitted: 5, limit: 10 },
  most: { session: 's9', admitted: 20, limit: 10 },
};

it('shows a running step in four lines', () => {
  expect(drawLive(state, { columns: 80, color: false })).toEqual([
    '[4/7] 10x  10 times the limit, evenly paced',
    '  ━━━━━━━━━━━━━━━━━━──────   75 %  2 s left, 10 s of the run',
    '  371 offered  60 admitted  311 throttled  0 failed  152/s',
    '  window  ━━━━━━━━━━━━────────────  s10 admitted 5 of 10, at most 20',
  ]);
});

it('names whose limit the fullest was held against, where it is another', () => {
  const other = { ...state, most: { session: 's9', admitted: 20, limit: 30 } };
  expect(drawLive(other, { columns: 80, color: false })[3]).toBe(
    '  window  ━━━━━━━━━━━━────────────  s10 admitted 5 of 10, at most 20 of 30 (s9)',
  );
});

it('says what it cannot know, and never more than all of a step', () => {
  const early = { ...state, elapsedMs: 9000, leftMs: null, fill: null, most: null };
  expect(drawLive(early, { columns: 80, color: false }).filter((_, i) => i % 2 === 1)).toEqual([
    '  ━━━━━━━━━━━━━━━━━━━━━━━━  100 %  1 s left, the run as its answers say',
    '  window  nothing admitted yet',
  ]);
});

it('fits its terminal: no bars on a narrow one, and no line as wide as it', () => {
  const lines = drawLive(state, { columns: 40, color: false });
  expect(lines).toEqual([
    '[4/7] 10x  10 times the limit, evenly p',
    '   75 %  2 s left, 10 s of the run',
    '  371 offered  60 admitted  311 throttl',
    '  window  s10 admitted 5 of 10, at most',
  ]);
});

it('colours what is cut off already', () => {
  const [, , counts, window] = drawLive(state, { columns: 80, color: true });
  expect(counts).toContain('\u001B[33m  311 throttled\u001B[39m');
  expect(window).toContain('\u001B[31m\u001B[1m20\u001B[22m\u001B[39m');
  const plain = new RegExp(`${escape}\\[\\d+m`, 'g');
  expect(drawLive(state, { columns: 40, color: true }).map((line) => line.replace(plain, ''))).toEqual(
    drawLive(state, { columns: 40, color: false }),
  );
});

/** What a terminal shows after these writes: enough of one for a live block. */
function screenOf(text: string): string[] {
  const rows: string[] = [''];
  let [row, column] = [0, 0];
  for (const [, count, code, cr, lf, char] of text.matchAll(
    new RegExp(`${escape}\\[(\\d*)([AKJ])|(\\r)|(\\n)|([^${escape}])`, 'g'),
  )) {
    if (cr !== undefined) column = 0;
    else if (lf !== undefined) {
      [row, column] = [row + 1, 0];
      rows[row] ??= '';
    } else if (char !== undefined) {
      rows[row] =
        (rows[row] ?? '').slice(0, column).padEnd(column) + char + (rows[row] ?? '').slice(column + 1);
      column += 1;
    } else if (code === 'A') row -= Number(count);
    else {
      rows[row] = (rows[row] ?? '').slice(0, column);
      if (code === 'J') rows.length = row + 1;
    }
  }
  return rows;
}

it('redraws a block in its place, below what is printed for good', () => {
  let written = '';
  const block = createLiveBlock((text) => (written += text));
  block.print('plan');
  block.draw(['one', 'two', 'three']);
  block.draw(['1', '2', '3']);
  block.print('done');
  expect(screenOf(written)).toEqual(['plan', 'done', '1', '2', '3']);
  block.draw(['shorter']);
  expect(screenOf(written)).toEqual(['plan', 'done', 'shorter']);
  block.clear();
  block.clear();
  expect(screenOf(written)).toEqual(['plan', 'done', '']);
});
