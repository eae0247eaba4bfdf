import { bytesAsJson, bytesOf, compareDrivers, describeBytes, shapesOf } from '../../property/fuzz/index.ts';
import type { Disagreement, Matrix } from '../../property/fuzz/index.ts';
import { createHash } from 'node:crypto';
import { exitCodes } from '../../support/errors.ts';
import type { Io } from '../io.ts';
import type { FuzzPlan } from './read-settings.ts';
import { plannedCases } from './planned-cases.ts';
import { shellQuote } from './replay.ts';
import { writeForGithub, writeJunit, writeRun } from './write-reports.ts';
import type { Finding } from '../reporting/index.ts';

/** Runs several drivers on the same bytes and shows where they disagree. */
export async function runMatrix(plan: FuzzPlan, io: Io): Promise<void> {
  const { deadlineMs, helloMs, memoryBytes } = plan;
  const startMs = io.clock.monotonicMs();
  const options = plan.commands.map((command) => ({
    command,
    clock: io.clock,
    deadlineMs,
    helloMs,
    memoryBytes,
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
  await writeMatrixReports(matrix, plan, io.clock.nowMs() - (io.clock.monotonicMs() - startMs), io);
  io.stdout(plan.json ? `${JSON.stringify(asJson(matrix, plan), null, 2)}\n` : asTable(matrix, plan));
  io.setExitCode(exitCodeOf(matrix));
}

function exitCodeOf({ interrupted, disagreements, gaveUp }: Matrix): number {
  if (interrupted) return exitCodes.interrupted;
  return disagreements.length > 0 || gaveUp !== undefined ? exitCodes.finding : exitCodes.ok;
}

const replay = (plan: FuzzPlan, { example }: Disagreement): string =>
  `chatkit-harness fuzz ${plan.commands.map((command) => `--driver ${shellQuote(command)}`).join(' ')} --seed ${plan.seed} --path ${shellQuote(example.path)}`;

/** Every disagreement as reports take it: one of the drivers is wrong at least, which of them is for people to say. */
function asFindings(matrix: Matrix, plan: FuzzPlan): Finding[] {
  const group = 'matrix';
  const findings = matrix.disagreements.map((each): Finding => {
    const { kind, did, count, example } = each;
    const id = createHash('sha256')
      .update(JSON.stringify([kind, did]))
      .digest('hex')
      .slice(0, 8);
    const received = did.map((word, i) => `${matrix.hellos[i]?.driver.name}: ${word}`).join(', ');
    return {
      id: `disagreement-${id}`,
      group,
      claim: `${example.shape}: ${kind}: the drivers agree (${count} ${count === 1 ? 'case' : 'cases'})`,
      status: 'failed',
      received,
      sequence: [describeBytes(bytesOf(example), 2000)],
      replay: replay(plan, each),
    };
  });
  if (matrix.gaveUp !== undefined)
    findings.push({
      id: 'gave-up',
      group,
      claim: 'every driver lives to the end',
      status: 'failed',
      received: matrix.gaveUp,
    });
  if (findings.length > 0) return findings;
  return [{ id: 'matrix', group, claim: `${matrix.tried} cases, the drivers agree`, status: 'passed' }];
}

async function writeMatrixReports(
  matrix: Matrix,
  plan: FuzzPlan,
  startedAtMs: number,
  io: Io,
): Promise<void> {
  const findings = asFindings(matrix, plan);
  if (plan.junit !== undefined) await writeJunit(plan.junit, findings, startedAtMs);
  if (plan.outDir !== undefined) await writeRun(plan.outDir, asJson(matrix, plan));
  await writeForGithub(findings, io);
}

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
    (matrix.gaveUp === undefined ? '' : `${matrix.gaveUp}\n`) +
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
    gaveUp: matrix.gaveUp ?? null,
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
