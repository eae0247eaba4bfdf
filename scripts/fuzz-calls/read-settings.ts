import { findScenario, readCallExpectations, readSavedCalls, scenarios } from '../../property/calls/index.ts';
import type { AnyScenario, CallCase, CallExpectation } from '../../property/calls/index.ts';
import type { FuzzOptions } from '../fuzz/read-settings.ts';
import { OptionReader } from '../options.ts';
import { readExpectFile, readSaveFolder } from '../fuzz/read-files.ts';

/** What is to be done in call mode, all options read and all files that it needs. */
export interface CallPlan {
  readonly command: string;
  readonly scenarios: readonly AnyScenario[];
  readonly cases: number;
  readonly timeMs: number | undefined;
  readonly seed: number;
  readonly path: string | undefined;
  readonly expectations: readonly CallExpectation[];
  readonly expectFile: string | undefined;
  readonly saveDir: string | undefined;
  readonly saved: readonly CallCase[];
  readonly outDir: string | undefined;
  readonly deadlineMs: number;
  readonly helloMs: number;
  readonly memoryBytes: number;
  readonly maxFindings: number;
  readonly json: boolean;
  readonly junit: string | undefined;
}

const defaultCases = 600;

/** Scenarios by name, or all of a group: `paging`, `paging/honest`. */
function readScenarios(reader: OptionReader, names: readonly string[] | undefined): readonly AnyScenario[] {
  const all = names?.flatMap((name) => name.split(','));
  if (all === undefined) return scenarios;
  const groups = [...new Set(scenarios.map(({ name }) => name.split('/')[0] ?? ''))];
  for (const name of all)
    if (findScenario(name) === undefined && !groups.includes(name))
      reader.problem(
        `--scenario: no scenario is called '${name}'; groups are ${groups.join(', ')}, docs/fuzz-calls.md lists all`,
      );
  return scenarios.filter(({ name }) => all.includes(name) || all.includes(name.split('/')[0] ?? ''));
}

/**
 * Reads the options of `fuzz --mode call`, and the files that they name.
 * @throws HarnessError (exit code 2) with all problems at once.
 */
export async function readCallPlan(options: FuzzOptions): Promise<CallPlan> {
  const reader = new OptionReader();
  const { driver, time, expect, save } = options;
  const [command = ''] = driver;
  if (driver.some((each) => each.trim() === ''))
    reader.problem('--driver: a command line is wanted, got nothing');
  if (driver.length > 1) reader.problem('--driver: --mode call takes one driver at a time');
  if (options.shape !== undefined) reader.problem('--shape: of --mode parse; calls are chosen by --scenario');
  if (options.corpus !== undefined) reader.problem('--corpus: of --mode parse; calls have no corpus');
  const day = 86_400_000;
  const plan: CallPlan = {
    command,
    scenarios: readScenarios(reader, options.scenario),
    cases:
      options.cases === undefined
        ? time === undefined
          ? defaultCases
          : Infinity
        : reader.integer('--cases', options.cases, 1),
    timeMs: time === undefined ? undefined : reader.durationMs('--time', time, 1000, day),
    seed: reader.integer('--seed', options.seed, 0, 2 ** 32 - 1),
    path: options.path,
    expectations: await readExpectFile(reader, expect, readCallExpectations),
    expectFile: expect,
    saveDir: save,
    saved: await readSaveFolder(reader, save, readSavedCalls),
    outDir: options.out,
    deadlineMs: reader.durationMs('--deadline', options.deadline ?? '20s', 1000, day),
    helloMs: reader.durationMs('--start-deadline', options.startDeadline, 100, day),
    memoryBytes: reader.integer('--memory', options.memory, 16, 1_000_000) * 2 ** 20,
    maxFindings: reader.integer('--max-findings', options.maxFindings, 1, 10_000),
    json: options.json === true,
    junit: options.junit,
  };
  reader.check();
  return plan;
}
