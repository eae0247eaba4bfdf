import { findScenario, readCallExpectations, readSavedCalls, scenarios } from '../../property/calls/index.ts';
import type { AnyScenario, CallCase, CallExpectation } from '../../property/calls/index.ts';
import { readCommon } from '../fuzz/read-common.ts';
import type { CommonPlan, FuzzOptions } from '../fuzz/read-common.ts';
import { readExpectFile, readSaveFolder } from '../fuzz/read-files.ts';
import { OptionReader } from '../options.ts';

/** What is to be done in call mode, all options read and all files that it needs. */
export interface CallPlan extends CommonPlan {
  readonly scenarios: readonly AnyScenario[];
  readonly expectations: readonly CallExpectation[];
  readonly saved: readonly CallCase[];
}

const defaults = { cases: 600, deadline: '20s', leastDeadlineMs: 1000 };

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
  const { expect, save } = options;
  const common = readCommon(reader, options, defaults);
  if (options.shape !== undefined) reader.problem('--shape: of --mode parse; calls are chosen by --scenario');
  if (options.corpus !== undefined) reader.problem('--corpus: of --mode parse; calls have no corpus');
  if (options.source !== undefined)
    reader.problem('--source: of --mode parse; calls are chosen by --scenario');
  const plan = {
    ...common,
    scenarios: readScenarios(reader, options.scenario),
    expectations: await readExpectFile(reader, expect, readCallExpectations),
    saved: await readSaveFolder(reader, save, readSavedCalls),
  };
  reader.check();
  return plan;
}
