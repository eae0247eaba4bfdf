import { fileURLToPath } from 'node:url';
import { runFormatVersion } from '../../load/report/index.ts';
import { schemasOfTypes } from './type-schema.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What `--json` prints, by its `kind`. */
const documents = [
  { file: 'load/report/run-file.ts', type: 'RunFile' },
  { file: 'load/report/compare/index.ts', type: 'ComparisonFile' },
  { file: 'scripts/merge/merge-file.ts', type: 'MergeFile' },
] as const;

/** The schema of what `bench`, `report` and `merge` print with `--json`, and of the lines of `records.ndjson`. */
export function runSchema(): object {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `chatkit-harness/run/${runFormatVersion}`,
    title: `Runs of chatkit-harness, format ${runFormatVersion}`,
    description:
      'What bench, report and merge print with --json, and run.json. A line of records.ndjson is a `RequestRecord`. Fields may be added within a format version, never removed or changed in meaning.',
    anyOf: documents.map(({ type }) => ({ $ref: `#/$defs/${type}` })),
    $defs: schemasOfTypes(root, [...documents, { file: 'load/records.ts', type: 'RequestRecord' }]),
  };
}
