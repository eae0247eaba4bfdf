import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { systemClock } from '../../../support/clock.ts';
import { Subject } from '../driver/subject.ts';
import { isTimeUp } from './shrink-group.ts';

const driver = fileURLToPath(new URL('../testing/plain-driver.mjs', import.meta.url));

it('gives shrinking ten seconds besides the starts of the driver, and ninety in all', () => {
  expect(isTimeUp(10_000, 0)).toBe(false);
  expect(isTimeUp(10_001, 0)).toBe(true);
  expect(isTimeUp(40_000, 30_000)).toBe(false);
  expect(isTimeUp(40_001, 30_000)).toBe(true);
  expect(isTimeUp(90_000, 89_000)).toBe(false);
  expect(isTimeUp(90_001, 90_001)).toBe(true);
});

it('counts the time of a restart until hello, which no deadline of an answer counts', async () => {
  const subject = await Subject.start({
    command: `sleep 0.6; exec "${process.execPath}" "${driver}" crashes-on-astral`,
    clock: systemClock,
    deadlineMs: 300,
    helloMs: 20_000,
  });
  try {
    expect(subject.startingMs).toBe(0);
    const replies = await subject.run([
      { shape: 'thread', body: '{"title":"😀"}' },
      { shape: 'thread', body: '{}' },
    ]);
    expect(replies.map((reply) => ('failure' in reply ? reply.failure : 'answered'))).toEqual([
      'crashed',
      'answered',
    ]);
    expect(subject.startingMs).toBeGreaterThanOrEqual(600 * subject.restarts);
    expect(subject.restarts).toBeGreaterThan(0);
  } finally {
    await subject.close();
  }
});
