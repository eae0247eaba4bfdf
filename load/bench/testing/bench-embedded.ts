import { betaHeader } from '../../../schema/index.ts';
import { createDeployment, defaultApiKey } from '../../../server/index.ts';
import type { DeploymentOptions } from '../../../server/index.ts';
import { systemClock } from '../../../support/clock.ts';
import type { BenchEvent, BenchOutcome } from '../outcome.ts';
import { runBench } from '../run-bench.ts';
import type { BenchContext } from '../run-context.ts';
import type { BenchSettings } from '../settings.ts';

export type Send = (settings: BenchSettings, context: BenchContext) => Promise<BenchOutcome>;

export interface EmbeddedBench {
  /** Over the defaults: a limit of 5, one session, no steps. */
  readonly settings?: Partial<BenchSettings>;
  readonly deployment?: Omit<DeploymentOptions, 'clock'>;
  readonly on?: (event: BenchEvent) => void;
  readonly signal?: AbortSignal;
  /** Default: `runBench`. */
  readonly send?: Send;
}

/** Benches a reference deployment in this very process, over HTTP and in real time. Its window is a second unless told. */
export async function benchEmbedded({
  settings = {},
  deployment = {},
  on = () => undefined,
  signal = new AbortController().signal,
  send = runBench,
}: EmbeddedBench): Promise<BenchOutcome> {
  const windowMs = deployment.windowMs ?? 1000;
  const embedded = createDeployment({ clock: systemClock, ...deployment, windowMs });
  const server = await embedded.listen({ port: 0 });
  try {
    return await send(
      {
        target: {
          baseUrl: new URL(server.url),
          request: {
            method: 'GET',
            path: '/chatkit/threads?limit=1',
            headers: { [betaHeader.name]: betaHeader.value },
          },
          timeoutMs: 5000,
        },
        policy: { limit: 5, windowMs },
        source: { kind: 'create', apiKey: defaultApiKey, workflowId: 'wf_test' },
        sessions: 1,
        loads: [],
        stepMs: 2 * windowMs,
        probes: false,
        saturateMs: 0,
        budget: 100_000,
        ...settings,
      },
      { clock: systemClock, signal, on },
    );
  } finally {
    await server.close();
  }
}
