import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isShapeName } from '../../../schema/index.ts';
import { usageError } from '../../../support/errors.ts';
import type { FuzzCase } from '../case.ts';
import type { Verdict } from '../oracle/expectation.ts';

interface ManifestCase {
  readonly id: string;
  readonly shape: string;
  readonly file: string;
  readonly verdict: Verdict;
  readonly reason: string;
  readonly features: readonly string[];
  readonly mutant?: string;
}

/** What a case of the corpus tries: the change that made it, or its name. */
function kindOf({ id, shape, mutant }: ManifestCase): string {
  if (mutant !== undefined) return `${mutant.replace(/:.*/s, '')} ${shape} ${mutant.replace(/^[^:]*:/s, '')}`;
  return id.replace(/^[^/]+\//, '');
}

/**
 * The cases of a corpus that has the form of `fixtures/`, with the verdicts that it gives.
 * @param folder holds `manifest.json`.
 * @throws HarnessError (exit code 2) when there is no such corpus, or one of another format.
 */
export function readCorpus(folder: string): FuzzCase[] {
  let manifest: { format?: unknown; cases?: readonly ManifestCase[] };
  try {
    manifest = JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8')) as typeof manifest;
  } catch (error) {
    throw usageError(`${folder}: no corpus can be read there (${(error as Error).message})`);
  }
  if (manifest.format !== 1 || manifest.cases === undefined)
    throw usageError(`${folder}: the corpus has format ${String(manifest.format)}, this program reads 1`);
  return manifest.cases.flatMap((each) => {
    if (!isShapeName(each.shape)) return [];
    return [
      {
        path: `corpus:${each.id}`,
        source: 'corpus' as const,
        shape: each.shape,
        kind: kindOf(each),
        body: readFileSync(path.join(folder, each.file)),
        verdict: each.verdict,
        why: each.reason,
      },
    ];
  });
}
