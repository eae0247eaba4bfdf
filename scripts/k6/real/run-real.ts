import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createDataset } from '../../../generators/index.ts';
import type { BenchEvent } from '../../../load/bench/index.ts';
import { findK6, measureWithK6 } from '../../../load/k6-runner/index.ts';
import type { K6BenchSettings, K6Outcome } from '../../../load/k6-runner/index.ts';
import { createDeployment, shiftDataset } from '../../../server/index.ts';
import type { Deployment, DeploymentOptions } from '../../../server/index.ts';
import { systemClock } from '../../../support/clock.ts';

/** What k6 says itself at the end of a run, as far as it is compared. */
export interface K6Summary {
  readonly metrics: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

export interface RealRun {
  readonly outcome: K6Outcome;
  /** One for each instance. */
  readonly summaries: readonly K6Summary[];
  /** What was written to `{dir}`, by name. */
  readonly files: ReadonlyMap<string, string>;
  /** Everything that k6 and the harness wrote and told. */
  readonly text: string;
  readonly deployment: Deployment;
}

export const windowMs = 2000;
export const limit = 8;

const settings: Omit<K6BenchSettings, 'bench' | 'scenario'> = {
  instances: 1,
  durationMs: 4000,
  peakPerSecond: 100,
  journeysPerMinute: 60,
  vus: 20,
  outputs: [],
};

/** What a run may change. */
export interface RealOptions {
  readonly scenario: K6BenchSettings['scenario'];
  readonly instances?: number;
  readonly sessions?: number;
  readonly loads?: readonly number[];
  readonly deployment?: Partial<DeploymentOptions>;
  readonly sessionLifeSeconds?: number;
  readonly vus?: number;
  readonly timeoutMs?: number;
  /** Drives these secrets at another server instead of the deployment. */
  readonly given?: { readonly baseUrl: URL; readonly secrets: readonly string[] };
  /** Default: the one that findK6 finds. */
  readonly k6File?: string;
  /** More outputs; `{dir}` becomes a folder whose files come with the run. */
  readonly outputs?: readonly string[];
  /** Added to the environment that k6 inherits. */
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly on?: (event: BenchEvent) => void;
}

/** Runs a scenario with real k6 against a deployment that is started for it. */
export async function runReal(options: RealOptions): Promise<RealRun> {
  const clock = systemClock;
  const dataset = shiftDataset(
    createDataset({ seed: 42, users: 3, threads: 12, sessions: 3 }),
    clock.nowMs(),
  );
  const deployment = createDeployment({ clock, dataset, windowMs, ...options.deployment });
  const listening = await deployment.listen({ port: 0 });
  const dir = await mkdtemp(path.join(tmpdir(), 'k6-real-'));
  const filesDir = await mkdtemp(path.join(tmpdir(), 'k6-files-'));
  const events: BenchEvent[] = [];
  try {
    const outcome = await measureWithK6(
      {
        ...settings,
        scenario: options.scenario,
        instances: options.instances ?? 1,
        vus: options.vus ?? settings.vus,
        outputs: (options.outputs ?? []).map((output) => output.replace('{dir}', filesDir)),
        ...(options.sessionLifeSeconds === undefined
          ? {}
          : { sessionLifeSeconds: options.sessionLifeSeconds }),
        bench: {
          target: {
            baseUrl: options.given?.baseUrl ?? new URL(listening.url),
            request: {
              method: 'GET',
              path: '/chatkit/threads?limit=1',
              headers: { 'openai-beta': 'chatkit_beta=v1' },
            },
            timeoutMs: options.timeoutMs ?? 10_000,
          },
          policy: { limit: options.scenario === 'breakpoint' ? 100_000 : limit, windowMs },
          source:
            options.given === undefined
              ? { kind: 'create', apiKey: deployment.apiKey, workflowId: 'wf_1' }
              : { kind: 'given', secrets: options.given.secrets },
          sessions: options.given?.secrets.length ?? options.sessions ?? 3,
          loads: options.loads ?? [0.5, 2],
          stepMs: 2 * windowMs,
          probes: false,
          saturateMs: 0,
          budget: 100_000,
        },
      },
      {
        clock,
        signal: options.signal ?? new AbortController().signal,
        on: (event) => {
          events.push(event);
          options.on?.(event);
        },
        k6: {
          ...(await findK6(process.env)),
          ...(options.k6File === undefined ? {} : { file: options.k6File }),
        },
        env: { ...process.env, ...options.env },
        dir,
      },
    );
    const texts = [...(await readAll(dir)).values()];
    return {
      outcome,
      files: await readAll(filesDir),
      summaries: texts.map((text) => JSON.parse(text) as K6Summary),
      text: `${texts.join('\n')}${JSON.stringify(events)}${JSON.stringify(outcome)}`,
      deployment,
    };
  } finally {
    await listening.close();
    await rm(dir, { recursive: true });
    await rm(filesDir, { recursive: true });
  }
}

async function readAll(dir: string): Promise<Map<string, string>> {
  const names = (await readdir(dir)).toSorted();
  return new Map(
    await Promise.all(
      names.map(async (name) => [name, await readFile(path.join(dir, name), 'utf8')] as const),
    ),
  );
}
