import path from 'node:path';
import { createStepSummary, judgeRolling } from '../../load/index.ts';
import type { BenchOutcome, BenchSettings, DrivenSession } from '../../load/bench/index.ts';
import { pacingOf, readK6Output } from '../../load/k6-runner/index.ts';
import type { K6Output } from '../../load/k6-runner/index.ts';
import { createRunFile, createRunFolder } from '../../load/report/index.ts';
import { usageError } from '../../support/errors.ts';
import { describeEnvironment } from '../bench/environment.ts';
import type { Io } from '../io.ts';
import { OptionReader } from '../options.ts';

/** The options of `k6 records` as they were typed. */
export interface RecordsOptions {
  readonly baseUrl: string;
  readonly out: string;
  readonly window: string;
  readonly json?: boolean;
}

/** Turns outputs of k6 into run folders, one each, all on one origin of time. */
export async function writeRunFolders(
  files: readonly string[],
  options: RecordsOptions,
  io: Io,
): Promise<void> {
  const reader = new OptionReader();
  const baseUrl = reader.url('--base-url', options.baseUrl);
  const windowMs = reader.durationMs('--window', options.window, 100, 3_600_000);
  const names = files.map((file) => path.basename(file).replace(/\.csv(\.gz)?$/, ''));
  if (new Set(names).size < names.length)
    reader.problem('two of the files have the same name; their folders would, too');
  reader.check();
  // Ids are unique over all the files, as over one run: merge joins them.
  let lastId = 0;
  const nextId = () => (lastId += 1);
  const told = [];
  for (const [i, file] of files.entries()) {
    const output = await readK6Output(file, nextId);
    if (output.records.length === 0) throw usageError(`${file}: holds no request of a scenario`);
    const dir = path.join(options.out, names[i] ?? '');
    await writeFolder(dir, output, { baseUrl, windowMs });
    told.push({ dir, requests: output.records.length, dropped: sumOf(output.dropped), clock: output.clock });
  }
  io.stdout(options.json === true ? `${JSON.stringify(told, null, 2)}\n` : told.map(describe).join(''));
}

const sumOf = (counts: K6Output['dropped']): number => [...counts.values()].reduce((sum, n) => sum + n, 0);

function describe({
  dir,
  requests,
  dropped,
  clock,
}: {
  dir: string;
  requests: number;
  dropped: number;
  clock: K6Output['clock'];
}): string {
  const off =
    clock.offsetMs === 0
      ? 'its clock may agree with the server’s'
      : `its clock was ${Math.abs(clock.offsetMs).toFixed(0)} ms ${clock.offsetMs > 0 ? 'behind' : 'ahead of'} the server’s: corrected, give or take ${clock.uncertaintyMs.toFixed(0)} ms`;
  const lost = dropped === 0 ? '' : `, ${dropped} arrivals dropped by k6`;
  return `${dir}  ${requests} requests${lost}; ${off}\n`;
}

async function writeFolder(
  dir: string,
  { records, limits, dropped, originMs }: K6Output,
  { baseUrl, windowMs }: { baseUrl: URL; windowMs: number },
): Promise<void> {
  const folder = await createRunFolder(dir);
  for (const record of records) folder.add(record);
  const sessions = [...limits].map(([label, limit]): DrivenSession => ({
    label,
    step: null,
    id: null,
    policy: { limit, windowMs },
    expiresAt: null,
  }));
  const policies = new Map(sessions.map(({ label, policy }) => [label, policy]));
  const summary = createStepSummary({ policies });
  for (const record of records) summary.add(record);
  const steps = summary
    .result()
    .map((step) => ({ ...step, dropped: step.dropped + (dropped.get(step.step) ?? 0) }));
  const { pacing, health } = pacingOf(records, dropped);
  const settings: BenchSettings = {
    target: { baseUrl, request: { method: 'GET', path: '/', headers: {} }, timeoutMs: 0 },
    policy: { limit: Math.max(...limits.values()), windowMs },
    source: { kind: 'create', apiKey: '', workflowId: '' },
    sessions: sessions.length,
    loads: [],
    stepMs: 0,
    probes: false,
    saturateMs: 0,
    budget: records.length,
  };
  const outcome: BenchOutcome = {
    plan: { steps: [], requests: records.length, sessionsCreated: sessions.length, durationMs: 0 },
    sessions,
    steps,
    judgement: judgeRolling(records, policies),
    pacing,
    ...(health === null ? {} : { health }),
    records,
    warnings: [],
    interrupted: false,
    durationMs: records.reduce((latest, { endMs, sentMs }) => Math.max(latest, endMs ?? sentMs ?? 0), 0),
  };
  await folder.finish(
    createRunFile(settings, outcome, {
      startedAtMs: originMs,
      command: 'chatkit-harness k6 records',
      embedded: null,
      environment: describeEnvironment(),
    }),
  );
}
