import { selfTest } from '../../property/fuzz/index.ts';
import { exitCodes } from '../../support/errors.ts';
import type { Io } from '../io.ts';
import type { FuzzPlan } from './read-settings.ts';

/** Checks of each driver whether it keeps the protocol, and prints what holds. */
export async function runSelfTest(plan: FuzzPlan, io: Io): Promise<void> {
  let failed = false;
  const documents: object[] = [];
  for (const command of plan.commands) {
    const { deadlineMs, helloMs } = plan;
    const { hello, results } = await selfTest({
      command,
      clock: io.clock,
      deadlineMs,
      helloMs,
      signal: io.signal,
    });
    failed ||= results.some(({ problem }) => problem !== undefined);
    documents.push({ driver: hello.driver, results });
    if (plan.json) continue;
    io.stdout(`${hello.driver.name} ${hello.driver.version} (${hello.driver.language})\n`);
    for (const { claim, problem } of results)
      io.stdout(
        problem === undefined ? `  ok      ${claim}\n` : `  broken  ${claim}\n          ${problem}\n`,
      );
  }
  if (plan.json)
    io.stdout(
      `${JSON.stringify({ formatVersion: 1, command: 'fuzz --self-test', drivers: documents }, null, 2)}\n`,
    );
  io.setExitCode(failed ? exitCodes.finding : exitCodes.ok);
}
