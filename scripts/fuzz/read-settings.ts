import { readCorpus, readExpectations, readSaved, sourceNames } from '../../property/fuzz/index.ts';
import type { Expectation, FuzzCase, SourceName } from '../../property/fuzz/index.ts';
import { isShapeName } from '../../schema/index.ts';
import type { ShapeName } from '../../schema/index.ts';
import { OptionReader } from '../options.ts';
import { suggestShape } from '../validate/guess-shape.ts';
import { corpusFolder } from './corpus-folder.ts';
import { readExpectFile, readSaveFolder } from './read-files.ts';

/** The options as commander gives them. */
export interface FuzzOptions {
  readonly driver: readonly string[];
  readonly mode: string;
  readonly shape?: readonly string[];
  readonly scenario?: readonly string[];
  readonly source?: readonly string[];
  readonly cases?: string;
  readonly time?: string;
  readonly seed: string;
  readonly path?: string;
  readonly expect?: string;
  readonly save?: string;
  readonly corpus?: string;
  readonly out?: string;
  readonly deadline?: string;
  readonly startDeadline: string;
  readonly memory: string;
  readonly maxFindings: string;
  readonly selfTest?: boolean;
  readonly json?: boolean;
  readonly junit?: string;
}

/** What is to be done, all options read and all files that it needs. */
export interface FuzzPlan {
  readonly commands: readonly string[];
  readonly shapes: readonly ShapeName[] | undefined;
  readonly sources: readonly SourceName[];
  readonly cases: number;
  readonly timeMs: number | undefined;
  readonly seed: number;
  readonly path: string | undefined;
  readonly expectations: readonly Expectation[];
  readonly expectFile: string | undefined;
  readonly saveDir: string | undefined;
  readonly saved: readonly FuzzCase[];
  readonly corpus: readonly FuzzCase[];
  readonly outDir: string | undefined;
  readonly deadlineMs: number;
  readonly helloMs: number;
  readonly memoryBytes: number;
  readonly maxFindings: number;
  readonly selfTest: boolean;
  readonly json: boolean;
  readonly junit: string | undefined;
}

const defaultCases = 20_000;

function readShapes(reader: OptionReader, names: readonly string[] | undefined): ShapeName[] | undefined {
  const all = names?.flatMap((name) => name.split(','));
  for (const name of all ?? [])
    if (!isShapeName(name))
      reader.problem(`--shape: no shape is called '${name}'${suggestShape(name)}; --help lists them`);
  return all?.filter(isShapeName);
}

function readSources(reader: OptionReader, names: readonly string[] | undefined): SourceName[] {
  const all = names?.flatMap((name) => name.split(','));
  for (const name of all ?? []) reader.choice('--source', name, sourceNames);
  return sourceNames.filter((name) => all === undefined || all.includes(name));
}

/**
 * Reads options, and the files that they name.
 * @throws HarnessError (exit code 2) with all problems at once.
 */
export async function readPlan(options: FuzzOptions): Promise<FuzzPlan> {
  const reader = new OptionReader();
  const { driver, expect, save, corpus, path, time } = options;
  if (driver.some((command) => command.trim() === ''))
    reader.problem('--driver: a command line is wanted, got nothing');
  reader.choice('--mode', options.mode, ['parse', 'call']);
  if (options.scenario !== undefined)
    reader.problem('--scenario: of --mode call; bytes are chosen by --shape');
  const day = 86_400_000;
  const plan: FuzzPlan = {
    commands: driver,
    shapes: readShapes(reader, options.shape),
    sources: readSources(reader, options.source),
    cases:
      options.cases === undefined
        ? time === undefined
          ? defaultCases
          : Infinity
        : reader.integer('--cases', options.cases, 1),
    timeMs: time === undefined ? undefined : reader.durationMs('--time', time, 1000, day),
    seed: reader.integer('--seed', options.seed, 0, 2 ** 32 - 1),
    path,
    expectations: await readExpectFile(reader, expect, readExpectations),
    expectFile: expect,
    saveDir: save,
    saved: await readSaveFolder(reader, save, readSaved),
    corpus: [],
    outDir: options.out,
    deadlineMs: reader.durationMs('--deadline', options.deadline ?? '5s', 50, day),
    helloMs: reader.durationMs('--start-deadline', options.startDeadline, 100, day),
    memoryBytes: reader.integer('--memory', options.memory, 16, 1_000_000) * 2 ** 20,
    maxFindings: reader.integer('--max-findings', options.maxFindings, 1, 10_000),
    selfTest: options.selfTest === true,
    json: options.json === true,
    junit: options.junit,
  };
  if (driver.length > 1 && expect !== undefined)
    reader.problem('--expect: the deviations of one client; give one --driver');
  reader.check();
  return { ...plan, corpus: readCorpus(corpus ?? corpusFolder()) };
}
