import { compareCallers, timeline } from '../../property/calls/index.ts';
import type { CallDisagreement, CallMatrix } from '../../property/calls/index.ts';
import { reportMatrix } from '../fuzz/matrix-report.ts';
import type { MatrixRow } from '../fuzz/matrix-report.ts';
import { showProgress } from '../fuzz/progress.ts';
import type { Io } from '../io.ts';
import { timelineJson } from './as-json.ts';
import { concurrency, plannedCalls } from './planned-calls.ts';
import type { CallPlan } from './read-settings.ts';

function rowOf(disagreement: CallDisagreement, hellos: CallMatrix['hellos']): MatrixRow {
  const { scenario, server, did, count, example, observed } = disagreement;
  const details = observed.flatMap((each, i) =>
    each === undefined
      ? []
      : [`   ${hellos[i]?.driver.name}: ${did[i]}`, ...timeline(each).map((line) => `   ${line}`)],
  );
  return {
    kind: scenario,
    did,
    count,
    path: example.path,
    about: scenario,
    example: JSON.stringify(example.plan),
    sequence: [`# ${server}`, ...details],
    details: [`   server: ${server}`, ...details],
    more: {
      server,
      plan: example.plan,
      timelines: observed.map((each) => (each === undefined ? null : timelineJson(each))),
    },
  };
}

/** Has several drivers make the same calls and shows where they disagree, with the time line of each. */
export async function runCallMatrix(plan: CallPlan, io: Io): Promise<void> {
  const { commands, deadlineMs, helloMs, memoryBytes, maxFindings } = plan;
  const { clock, signal } = io;
  const startMs = clock.monotonicMs();
  const progress = showProgress(io);
  let matrix: CallMatrix;
  try {
    matrix = await compareCallers(
      {
        commands,
        clock,
        signal,
        deadlineMs,
        helloMs,
        memoryBytes,
        concurrency,
        maxRepeated: maxFindings,
        onProgress: ({ tried, ways }) => progress.update(`${tried} calls, ${ways} disagreements so far`),
      },
      (hellos) => plannedCalls(plan, hellos, io),
    );
  } finally {
    progress.end();
  }
  const { disagreements, unrepeated, ...rest } = matrix;
  const rows = disagreements.map((each) => rowOf(each, matrix.hellos));
  const notes = unrepeated.map((each) => `did not come again when tried again: ${each}`);
  await reportMatrix(
    { ...rest, rows, noun: 'calls', head: 'scenario', notes, more: { unrepeated } },
    plan,
    startMs,
    io,
  );
}
