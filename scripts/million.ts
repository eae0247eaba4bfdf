import { parseArgs } from 'node:util';
import { locales } from '../generators/index.ts';
import type { Profile } from '../generators/index.ts';
import { HarnessError, exitCodes } from '../support/errors.ts';
import { carryOut, planOrders } from './million/run.ts';
import type { Outcome } from './million/dataset.ts';
import { OptionReader } from './options.ts';

/**
 * Makes a million thread items and more, of both profiles and all locales, and validates every one of them, with their
 * threads and sessions. Ends with 1 when there is a fault.
 */
const usage = 'usage: npm run data:million -- [--items N] [--workers N]\n';

const whole = (value: number): string => Math.round(value).toLocaleString('en-US');

function describe(profile: Profile, outcomes: readonly Outcome[]): string {
  const own = outcomes.filter(({ order }) => order.profile === profile);
  const sum = (value: (outcome: Outcome) => number) => own.reduce((total, each) => total + value(each), 0);
  const items = sum(({ counts }) => counts.thread_item ?? 0);
  const entries = sum(({ counts }) => Object.values(counts).reduce((total, each) => total + each, 0));
  const rate = (ms: number) => `${whole((1000 * entries) / ms)}/s`;
  return (
    `${profile.padEnd(8)} ${whole(items)} items, ${whole(sum(({ counts }) => counts.thread ?? 0))} threads, ` +
    `${whole(sum(({ counts }) => counts.chat_session ?? 0))} sessions in ${own.length} datasets, ` +
    `${whole(sum(({ bytes }) => bytes) / 1e6)} MB: ${whole(sum(({ faults }) => faults))} faults; ` +
    `one thread writes ${rate(sum(({ generateMs }) => generateMs))}, ` +
    `validates ${rate(sum(({ validateMs }) => validateMs))}\n`
  );
}

try {
  const { values } = parseArgs({
    options: { items: { type: 'string', default: '1000000' }, workers: { type: 'string', default: '2' } },
  });
  const reader = new OptionReader();
  const items = reader.integer('--items', values.items, 1, 1_000_000_000);
  const workers = reader.integer('--workers', values.workers, 1, 64);
  reader.check();
  const outcomes: Outcome[] = [];
  await carryOut(planOrders(items), workers, (outcome) => {
    outcomes.push(outcome);
    for (const line of outcome.shown) process.stdout.write(`${line}\n`);
  });
  process.stdout.write(describe('typical', outcomes) + describe('edge', outcomes));
  const made = outcomes.reduce((sum, { counts }) => sum + (counts.thread_item ?? 0), 0);
  const faults = outcomes.reduce((sum, outcome) => sum + outcome.faults, 0);
  process.stdout.write(
    `${whole(made)} items of both profiles and ${locales.length} locales: ${faults === 0 ? 'all valid' : `${whole(faults)} faults`}\n`,
  );
  if (made < items) throw new Error(`${items} items were wanted, ${made} were made`);
  if (faults > 0) process.exitCode = exitCodes.finding;
} catch (error) {
  if (!(error instanceof HarnessError) && !(error instanceof TypeError && 'code' in error)) throw error;
  process.stderr.write(`error: ${error.message}\n${usage}`);
  process.exitCode = exitCodes.usage;
}
