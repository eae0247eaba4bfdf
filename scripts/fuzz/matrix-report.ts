import { createHash } from 'node:crypto';
import { exitCodes } from '../../support/errors.ts';
import type { Matrix } from '../../property/fuzz/index.ts';
import type { Io } from '../io.ts';
import type { Finding } from '../reporting/index.ts';
import { plain } from './plain.ts';
import type { CommonPlan } from './read-common.ts';
import { replayCommand } from './replay.ts';
import { writeForGithub, writeJunit, writeRun } from './write-reports.ts';

/** One way in which drivers disagree, in either mode. */
export interface MatrixRow {
  /** What the cases try. */
  readonly kind: string;
  /** What each driver did, in their order. */
  readonly did: readonly string[];
  readonly count: number;
  /** Of the example. */
  readonly path: string;
  /** What the claim begins with. */
  readonly about: string;
  /** The example in a line. */
  readonly example: string;
  /** The example in full, for reports. */
  readonly sequence: readonly string[];
  /** Lines below the table. */
  readonly details?: readonly string[];
  /** What the JSON document tells besides. */
  readonly more: object;
}

/** A run of several drivers, as it is reported. */
export interface MatrixResult {
  readonly hellos: Matrix['hellos'];
  readonly rows: readonly MatrixRow[];
  readonly tried: number;
  /** What was tried: `cases`. */
  readonly noun: string;
  /** Head of the last column. */
  readonly head: string;
  readonly gaveUp: string | undefined;
  readonly interrupted: boolean;
  /** Further lines of the text, and members of the JSON document. */
  readonly notes?: readonly string[];
  readonly more?: object;
}

const times = (n: number): string => `${n} ${n === 1 ? 'case' : 'cases'}`;
const ways = (n: number): string => `${n} ${n === 1 ? 'way' : 'ways'}`;

/** Every disagreement as reports take it: one of the drivers is wrong at least, which of them is for people to say. */
function asFindings({ hellos, rows, tried, noun, gaveUp }: MatrixResult, plan: CommonPlan): Finding[] {
  const group = 'matrix';
  const findings = rows.map(({ kind, did, count, about, sequence, path }): Finding => {
    const hash = createHash('sha256').update(JSON.stringify([kind, did]));
    return {
      id: `disagreement-${hash.digest('hex').slice(0, 8)}`,
      group,
      claim: `${about}: the drivers agree (${times(count)})`,
      status: 'failed',
      received: did.map((word, i) => `${hellos[i]?.driver.name}: ${word}`).join(', '),
      sequence,
      replay: replayCommand(plan, path),
    };
  });
  if (gaveUp !== undefined) {
    const claim = 'every driver lives to the end';
    findings.push({ id: 'gave-up', group, claim, status: 'failed', received: gaveUp });
  }
  if (findings.length > 0) return findings;
  return [{ id: 'matrix', group, claim: `${tried} ${noun}, the drivers agree`, status: 'passed' }];
}

function asTable(result: MatrixResult, plan: CommonPlan): string {
  const { hellos, rows, tried, noun, head, gaveUp, notes = [] } = result;
  const names = hellos.map(({ driver }) => `${driver.name} ${driver.version}`);
  const shown = rows.slice(0, plan.maxFindings);
  const widths = names.map((name, i) =>
    Math.max(name.length, ...shown.map(({ did }) => (did[i] ?? '').length)),
  );
  const row = (cells: readonly string[], count: string, kind: string) =>
    `${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')}  ${count.padStart(6)}  ${kind}\n`;
  const hidden = rows.length - shown.length;
  const [first] = shown;
  return plain(
    row(names, noun, head) +
      shown
        .flatMap(({ did, count, kind, example, path }) => [
          row(did, String(count), kind),
          `    ${example}  (${path})\n`,
        ])
        .join('') +
      (hidden > 0 ? `… and ${hidden} more kinds of disagreement (--max-findings shows more)\n` : '') +
      shown
        .flatMap(({ kind, path, details }) =>
          details === undefined ? [] : [`\n${kind}  (${path})\n`, ...details.map((line) => `${line}\n`)],
        )
        .join('') +
      (shown.some(({ details }) => details !== undefined) ? '\n' : '') +
      notes.map((note) => `${note}\n`).join('') +
      (gaveUp === undefined ? '' : `${gaveUp}\n`) +
      (first === undefined ? '' : `the first again: ${replayCommand(plan, first.path)}\n`) +
      `${tried} ${noun}; the drivers disagree in ${ways(rows.length)}\n`,
  );
}

const asJson = (result: MatrixResult, plan: CommonPlan): object => ({
  formatVersion: 1,
  command: 'fuzz',
  mode: plan.mode === 'call' ? 'call matrix' : 'matrix',
  drivers: result.hellos.map(({ driver }, i) => ({ ...driver, command: plan.commands[i] })),
  seed: plan.seed,
  tried: result.tried,
  ...result.more,
  gaveUp: result.gaveUp ?? null,
  interrupted: result.interrupted,
  disagreements: result.rows.map(({ kind, did, count, path, more }) => ({
    kind,
    did,
    cases: count,
    path,
    ...more,
    replay: replayCommand(plan, path),
  })),
});

/** Prints and writes what came of several drivers; the exit code goes to `io`. */
export async function reportMatrix(
  result: MatrixResult,
  plan: CommonPlan,
  startMs: number,
  io: Io,
): Promise<void> {
  const findings = asFindings(result, plan);
  const startedAtMs = io.clock.nowMs() - (io.clock.monotonicMs() - startMs);
  if (plan.junit !== undefined) await writeJunit(plan.junit, findings, startedAtMs);
  if (plan.outDir !== undefined) await writeRun(plan.outDir, asJson(result, plan));
  await writeForGithub(findings, io);
  io.stdout(plan.json ? `${JSON.stringify(asJson(result, plan), null, 2)}\n` : asTable(result, plan));
  const failed = result.rows.length > 0 || result.gaveUp !== undefined;
  io.setExitCode(result.interrupted ? exitCodes.interrupted : failed ? exitCodes.finding : exitCodes.ok);
}
