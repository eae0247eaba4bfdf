import { bytesAsJson, bytesOf, compareDrivers, describeBytes, shapesOf } from '../../property/fuzz/index.ts';
import type { Disagreement } from '../../property/fuzz/index.ts';
import type { Io } from '../io.ts';
import { reportMatrix } from './matrix-report.ts';
import type { MatrixRow } from './matrix-report.ts';
import { plannedCases, requireParse } from './planned-cases.ts';
import type { FuzzPlan } from './read-settings.ts';

const rowOf = ({ kind, did, count, example }: Disagreement): MatrixRow => {
  const bytes = bytesOf(example);
  return {
    kind,
    did,
    count,
    path: example.path,
    about: `${example.shape}: ${kind}`,
    example: describeBytes(bytes, 160),
    sequence: [describeBytes(bytes, 2000)],
    more: { shape: example.shape, ...bytesAsJson(bytes) },
  };
};

/** Runs several drivers on the same bytes and shows where they disagree. */
export async function runMatrix(plan: FuzzPlan, io: Io): Promise<void> {
  const { deadlineMs, helloMs, memoryBytes } = plan;
  const { clock, signal } = io;
  const startMs = clock.monotonicMs();
  const options = plan.commands.map((command) => ({
    command,
    clock,
    deadlineMs,
    helloMs,
    memoryBytes,
    signal,
  }));
  const matrix = await compareDrivers(
    options,
    (hellos) => {
      hellos.forEach(requireParse);
      const shapes = [...new Set(hellos.flatMap((hello) => shapesOf(hello, plan.shapes)))];
      return plannedCases(plan, shapes, 'none of the drivers', io);
    },
    signal,
  );
  const { disagreements, ...rest } = matrix;
  const rows = disagreements.map(rowOf);
  await reportMatrix({ ...rest, rows, noun: 'cases', head: 'what the bytes are' }, plan, startMs, io);
}
