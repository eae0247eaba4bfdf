import { createFetchTransport, runChecks } from '../../property/checks/index.ts';
import type { ChecksReport } from '../../property/checks/index.ts';
import type { FaultName } from '../../server/faults/index.ts';
import type { Clock } from '../../support/clock.ts';
import { createChecked } from './embedded.ts';

const url = 'http://embedded/v1';
const startMs = 1_735_689_600_000;

/** A clock on which every wait is over at once: time is what was waited. */
function createLeapingClock(): Clock {
  let nowMs = startMs;
  return {
    nowMs: () => nowMs,
    monotonicMs: () => nowMs - startMs,
    sleep: (ms, signal) => {
      if (signal?.aborted !== true) nowMs += Math.max(0, ms);
      return Promise.resolve();
    },
  };
}

/** Makes checks of the embedded deployment without a network and in virtual time: the same every time, and quick. */
export async function checkInProcess(options: {
  readonly seed: number;
  readonly runs: number;
  readonly faults?: readonly FaultName[];
  readonly names?: readonly string[];
  readonly path?: string;
  /** Stands between the checks and the deployment; default nothing does. */
  readonly between?: (request: Request, next: (request: Request) => Promise<Response>) => Promise<Response>;
}): Promise<ChecksReport> {
  const { seed, runs, faults = [], names, path, between } = options;
  const clock = createLeapingClock();
  const deployment = createChecked({ clock, seed, faults });
  return runChecks({
    transport: createFetchTransport(
      between === undefined
        ? deployment.fetch
        : (to, init) => between(new Request(to, init), (request) => deployment.fetch(request)),
      url,
      clock,
    ),
    clock,
    signal: new AbortController().signal,
    baseUrl: url,
    apiKey: deployment.apiKey,
    workflow: 'wf_chatkit_harness',
    seed,
    runs,
    ...(names === undefined ? {} : { names }),
    ...(path === undefined ? {} : { path }),
    deletable: true,
    isOwn: true,
    sharesClock: true,
    // Time leaps for everybody when one of them waits.
    patientBeside: false,
    budget: 1_000_000,
    deadlineMs: 3_600_000,
  });
}
