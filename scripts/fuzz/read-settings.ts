import { readCorpus, readExpectations, readSaved, sourceNames } from '../../property/fuzz/index.ts';
import type { Expectation, FuzzCase, SourceName } from '../../property/fuzz/index.ts';
import { isShapeName } from '../../schema/index.ts';
import type { ShapeName } from '../../schema/index.ts';
import { OptionReader } from '../options.ts';
import { suggestShape } from '../validate/guess-shape.ts';
import { corpusFolder } from './corpus-folder.ts';
import { readCommon } from './read-common.ts';
import type { CommonPlan, FuzzOptions } from './read-common.ts';
import { readExpectFile, readSaveFolder } from './read-files.ts';

/** What is to be done, all options read and all files that it needs. */
export interface FuzzPlan extends CommonPlan {
  readonly shapes: readonly ShapeName[] | undefined;
  readonly sources: readonly SourceName[];
  readonly expectations: readonly Expectation[];
  readonly saved: readonly FuzzCase[];
  readonly corpus: readonly FuzzCase[];
}

const defaults = { cases: 20_000, deadline: '5s', leastDeadlineMs: 50 };

function readShapes(reader: OptionReader, names: readonly string[] | undefined): ShapeName[] | undefined {
  const all = names?.flatMap((name) => name.split(','));
  for (const name of all ?? [])
    if (!isShapeName(name))
      reader.problem(`--shape: no shape is called '${name}'${suggestShape(name)}; --help lists them`);
  return all?.filter(isShapeName);
}

function readSources(
  reader: OptionReader,
  names: readonly string[] | undefined,
  save: string | undefined,
): SourceName[] {
  const all = names?.flatMap((name) => name.split(','));
  for (const name of all ?? []) reader.choice('--source', name, sourceNames);
  if (all?.every((name) => name === 'saved') === true && save === undefined)
    reader.problem('--source: saved cases are those of --save, which names their folder');
  return sourceNames.filter((name) => all === undefined || all.includes(name));
}

/**
 * Reads options, and the files that they name.
 * @throws HarnessError (exit code 2) with all problems at once.
 */
export async function readPlan(options: FuzzOptions): Promise<FuzzPlan> {
  const reader = new OptionReader();
  const { expect, save, corpus } = options;
  const common = readCommon(reader, options, defaults);
  if (options.scenario !== undefined)
    reader.problem('--scenario: of --mode call; bytes are chosen by --shape');
  const plan = {
    ...common,
    shapes: readShapes(reader, options.shape),
    sources: readSources(reader, options.source, save),
    expectations: await readExpectFile(reader, expect, readExpectations),
    saved: await readSaveFolder(reader, save, readSaved),
  };
  reader.check();
  return { ...plan, corpus: readCorpus(corpus ?? corpusFolder()) };
}
