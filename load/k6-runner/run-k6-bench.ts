import { type K6Context, type K6Outcome, measureWithK6 } from './measure-with-k6.ts';
import { refuseUselessRun } from './refuse-useless.ts';
import type { K6BenchSettings } from './settings.ts';
import { removeSummaries } from './summary-files.ts';

/**
 * Runs a scenario with k6 and judges it; k6's own summaries stay in `context.dir` when there is something to judge.
 * @throws HarnessError: exit code 3 when the deployment or k6 cannot be used or nothing was of use, 2 when k6 refuses its options.
 */
export async function runK6Bench(settings: K6BenchSettings, context: K6Context): Promise<K6Outcome> {
  try {
    const outcome = await measureWithK6(settings, context);
    refuseUselessRun(outcome);
    return outcome;
  } catch (error) {
    await removeSummaries(context.dir, settings.instances);
    throw error;
  }
}
