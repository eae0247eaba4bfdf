import { createDataset } from '../generators/index.ts';
import { createPaint } from '../load/report/paint.ts';
import { createDeployment, shiftDataset } from '../server/index.ts';
import { HarnessError, exitCodes } from '../support/errors.ts';
import { measure } from './bench/bench.ts';
import { readSettings } from './bench/read-settings.ts';
import type { BenchOptions } from './bench/read-settings.ts';
import { formatTerminalReport } from '../load/report/index.ts';
import { processIo } from './io.ts';
import type { Io } from './io.ts';
import { main } from './main.ts';
import { excerpt } from './start/excerpt.ts';
import { walkEverything } from './start/walk.ts';

/** Short windows show in seconds what takes minutes on a real deployment. */
const shared = {
  workflow: 'wf_chatkit_harness',
  request: 'GET /chatkit/threads?limit=1',
  timeout: '5s',
  budget: '20000',
} satisfies Partial<BenchOptions>;
const whole: BenchOptions = {
  ...shared,
  window: '3s',
  limit: '10',
  sessions: '3',
  load: '0.5,1,2,10',
  stepDuration: '4500ms',
  probes: true,
  saturate: '2s',
};
const edgeOnly: BenchOptions = {
  ...shared,
  window: '2s',
  limit: '10',
  sessions: '2',
  load: '1',
  stepDuration: '500ms',
  probes: true,
  saturate: '0s',
  limiter: 'fixed-window-anchored',
};

/** Keeps every variable of the environment that would point the demonstration elsewhere from being read. */
const noEnvironment = {};

async function demonstrate(io: Io): Promise<number> {
  const paint = createPaint(io.color);
  const title = (number: number, text: string) => io.stdout(`\n${paint('bold', `${number}. ${text}`)}\n`);
  const say = (text: string) => io.stdout(`  ${text}\n`);

  title(1, 'A dataset from seed 42');
  const dataset = createDataset({
    seed: 42,
    users: 8,
    threads: 60,
    sessions: 12,
    items: { min: 4, max: 60 },
  });
  say(
    `${dataset.sessions.length} sessions, ${dataset.threads.length} threads, ${dataset.items.length} items; the same bytes on every machine`,
  );
  for (const line of excerpt(dataset, 7)) say(paint('dim', `  ${line}`));

  title(2, 'Every page of it, with the official openai client over HTTP');
  const deployment = createDeployment({ clock: io.clock, dataset: shiftDataset(dataset, io.clock.nowMs()) });
  const listening = await deployment.listen({ port: 0 });
  const walk = await walkEverything(listening.url, deployment.apiKey, dataset);
  await listening.close();
  const verdict =
    walk.wrong === 0
      ? paint('green', 'nothing lost, repeated or out of order')
      : paint('red', `${walk.wrong} entries wrong`);
  say(`${walk.threads} threads and ${walk.items} items on ${walk.pages} pages: ${verdict}`);
  say(
    paint('dim', walk.byType.map(([type, count]) => `${count} ${type.replace('chatkit.', '')}`).join(', ')),
  );
  if (walk.wrong > 0) return exitCodes.finding;
  if (io.signal.aborted) return exitCodes.interrupted;

  title(3, 'The per-minute limit of a deployment that keeps it (here a “minute” lasts 3 s)');
  const kept = await measure(readSettings(whole, noEnvironment), { argv: ['bench'], out: undefined, io });
  io.stdout(`\n${formatTerminalReport(kept.run, { color: io.color, records: kept.outcome.records })}`);
  say(`run folder  ${kept.dir}`);
  if (io.signal.aborted) return exitCodes.interrupted;

  title(4, 'A fixed window, caught: one request, the rest late, a new quota just past the edge');
  const broken = await measure(readSettings(edgeOnly, noEnvironment), {
    argv: ['bench', '--limiter', 'fixed-window-anchored'],
    out: undefined,
    io,
  });
  io.stdout(`\n${formatTerminalReport(broken.run, { color: io.color, records: broken.outcome.records })}`);
  say(`run folder  ${broken.dir}`);
  if (io.signal.aborted) return exitCodes.interrupted;

  title(5, 'Contract, paging, lifecycle, authorization and more, by random requests');
  const clean = await show(io, ['check', '--seed', '42']);
  title(6, 'The same of a deployment with a fault: shrunk to the shortest sequence, with its replay');
  const faulty = await show(io, [
    'check',
    '--seed',
    '42',
    '--fault',
    'page-drops-item',
    '--only',
    'after_begins_behind_its_cursor',
  ]);
  if (io.signal.aborted) return exitCodes.interrupted;

  io.stdout(
    `\n  Now yours: ${paint('cyan', 'npm run cli -- bench --base-url http://localhost:PORT/v1 --limit 10')}\n`,
  );
  const asExpected =
    kept.outcome.judgement.overall.outcome === 'not_refuted' &&
    broken.outcome.judgement.overall.outcome === 'proved' &&
    clean === exitCodes.ok &&
    faulty === exitCodes.finding;
  return asExpected ? exitCodes.ok : exitCodes.finding;
}

/** Runs a command as its user would, on the embedded deployment. @returns its exit code. */
async function show(io: Io, argv: readonly string[]): Promise<number> {
  let code: number = exitCodes.ok;
  io.stdout(`  $ chatkit-harness ${argv.join(' ')}\n`);
  const setExitCode = (to: number) => {
    code = to;
  };
  await main(argv, { ...io, env: noEnvironment, stderr: () => {}, setExitCode });
  return code;
}

const io = processIo();
try {
  io.setExitCode(await demonstrate(io));
} catch (error) {
  if (!(error instanceof HarnessError)) throw error;
  for (const problem of error.problems) io.stderr(`error: ${problem}\n`);
  io.setExitCode(error.exitCode);
}
