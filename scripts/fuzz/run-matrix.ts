import { bytesAsJson, bytesOf, compareDrivers, describeBytes, shapesOf } from '../../property/fuzz/index.ts';
import type { Disagreement, Matrix } from '../../property/fuzz/index.ts';
import { exitCodes } from '../../support/errors.ts';
import type { Io } from '../io.ts';
import type { FuzzPlan } from './read-settings.ts';
import { plannedCases } from './planned-cases.ts';
import { shellQuote } from './replay.ts';

/** Runs several drivers on the same bytes and shows where they disagree. */
export async function runMatrix(plan: FuzzPlan, io: Io): Promise<void> {
  const { deadlineMs, helloMs } = plan;
  const options = plan.commands.map((command) => ({
    command,
    clock: io.clock,
    deadlineMs,
    helloMs,
    signal: io.signal,
  }));
  const matrix = await compareDrivers(
    options,
    (hellos) => {
      const shapes = [...new Set(hellos.flatMap((hello) => shapesOf(hello, plan.shapes)))];
      return plannedCases(plan, shapes, 'none of the drivers', io);
    },
    io.signal,
  );
  io.stdout(plan.json ? `${JSON.stringify(asJson(matrix, plan), null, 2)}\n` : asTable(matrix, plan));
  io.setExitCode(exitCodeOf(matrix));
}

function exitCodeOf({ interrupted, disagreements }: Matrix): number {
  if (interrupted) return exitCodes.interrupted;
  return disagreements.length > 0 ? exitCodes.finding : exitCodes.ok;
}

const replay = (plan: FuzzPlan, { example }: Disagreement): string =>
  `chatkit-harness fuzz ${plan.commands.map((command) => `--driver ${shellQuote(command)}`).join(' ')} --seed ${plan.seed} --path ${shellQuote(example.path)}`;

function asTable(matrix: Matrix, plan: FuzzPlan): string {
  const names = matrix.hellos.map(({ driver }) => `${driver.name} ${driver.version}`);
  const shown = matrix.disagreements.slice(0, plan.maxFindings);
  const widths = names.map((name, i) =>
    Math.max(name.length, ...shown.map(({ did }) => (did[i] ?? '').length)),
  );
  const row = (cells: readonly string[], count: string, kind: string) =>
    `${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')}  ${count.padStart(6)}  ${kind}\n`;
  const lines = shown.flatMap((each) => [
    row(each.did, String(each.count), each.kind),
    `    ${describeBytes(bytesOf(each.example), 160)}  (${each.example.path})\n`,
  ]);
  const hidden = matrix.disagreements.length - shown.length;
  return (
    row(names, 'cases', 'what the bytes are') +
    lines.join('') +
    (hidden > 0 ? `… and ${hidden} more kinds of disagreement (--max-findings shows more)\n` : '') +
    `${matrix.tried} cases; the drivers disagree in ${matrix.disagreements.length} ways\n`
  );
}

function asJson(matrix: Matrix, plan: FuzzPlan): object {
  return {
    formatVersion: 1,
    command: 'fuzz',
    mode: 'matrix',
    drivers: matrix.hellos.map(({ driver }, i) => ({ ...driver, command: plan.commands[i] })),
    seed: plan.seed,
    tried: matrix.tried,
    interrupted: matrix.interrupted,
    disagreements: matrix.disagreements.map((each) => ({
      kind: each.kind,
      did: each.did,
      cases: each.count,
      shape: each.example.shape,
      path: each.example.path,
      ...bytesAsJson(bytesOf(each.example)),
      replay: replay(plan, each),
    })),
  };
}
