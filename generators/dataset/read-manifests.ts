import { readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { HarnessError, exitCodes, usageError } from '../../support/errors.ts';
import { describeFileError } from '../../support/files.ts';
import type { DatasetManifest } from './manifest.ts';
import { setOf } from './output/describe-run.ts';
import { isShardManifest, kinds, manifestNameOf } from './output/layout.ts';
import type { Kind } from './output/layout.ts';

/** A manifest and the file that it stands in. */
export interface FoundManifest {
  readonly file: string;
  readonly manifest: DatasetManifest;
}

async function readOne(file: string): Promise<FoundManifest> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw usageError(`cannot read ${file}: ${describeFileError(error)}`);
  }
  const manifest = (await import('./manifest.ts')).parseManifest(text);
  if (!Array.isArray(manifest)) return { file, manifest };
  throw usageError(
    ...manifest.map((problem) => `${file} is no dataset manifest that this version reads: ${problem}`),
  );
}

/** Where a dataset's parts are incomplete, several at once are named. */
const namedAtOnce = 5;

/** Every part must be there once, all of one run; each says where its neighbours begin. */
function checkSet(dir: string, found: readonly FoundManifest[]): void {
  const first = found[0] as FoundManifest;
  const count = first.manifest.shard?.count ?? 1;
  for (const other of found) {
    if (setOf(other.manifest) !== setOf(first.manifest)) {
      throw new HarnessError(
        exitCodes.finding,
        `${first.file} and ${other.file} are parts of different datasets (their options differ): keep each in a folder of its own`,
      );
    }
  }
  const present = new Set(found.map(({ manifest }) => manifest.shard?.index ?? 1));
  const missing: number[] = [];
  for (let index = 1; index <= count && missing.length <= namedAtOnce; index += 1)
    if (!present.has(index)) missing.push(index);
  if (missing.length === 0) return;
  const named = missing
    .slice(0, namedAtOnce)
    .map((index) => `${index}/${count} (${manifestNameOf({ index, count })})`);
  const more = missing.length > namedAtOnce ? ', …' : '';
  throw usageError(
    `${dir} lacks ${missing.length === 1 ? 'part' : 'parts'} ${named.join(', ')}${more}: make what is missing with \`generate --shard\``,
  );
}

/**
 * Finds what describes the dataset in a folder: its manifest, or those of a complete set of parts, in order.
 * @throws HarnessError: exit code 2 when there is none or a part is missing, 1 when parts don't belong together.
 */
export async function readManifests(dir: string): Promise<readonly [FoundManifest, ...FoundManifest[]]> {
  const whole = path.join(dir, manifestNameOf());
  let names: string[];
  try {
    if (!(await stat(dir)).isDirectory())
      throw usageError(`${dir} is a file; the folder of a dataset is wanted`);
    names = await readdir(dir);
  } catch (error) {
    if (error instanceof HarnessError) throw error;
    throw usageError(
      `cannot read ${whole}: ${describeFileError(error)}; \`generate --out\` writes a dataset`,
    );
  }
  const parts = names.filter(isShardManifest).toSorted();
  if (parts.length === 0 && !names.includes(manifestNameOf())) {
    throw usageError(
      `cannot read ${whole}: no such file or folder (ENOENT); \`generate --out\` writes a dataset`,
    );
  }
  const files = names.includes(manifestNameOf()) ? [whole] : parts.map((name) => path.join(dir, name));
  const found: FoundManifest[] = [];
  for (const file of files) found.push(await readOne(file));
  checkSet(dir, found);
  const ordered = found.toSorted((a, b) => (a.manifest.shard?.index ?? 1) - (b.manifest.shard?.index ?? 1));
  return ordered as [FoundManifest, ...FoundManifest[]];
}

/** One manifest for a complete set: as that of the whole, with the files of all parts. */
export function joinManifests([first, ...rest]: readonly [
  FoundManifest,
  ...FoundManifest[],
]): DatasetManifest {
  if (rest.length === 0) return first.manifest;
  const all = [first, ...rest].map(({ manifest }) => manifest);
  const sum = (kind: Kind) => all.reduce((total, { counts }) => total + counts[kind], 0);
  const { shard: _, ...manifest } = first.manifest;
  return {
    ...manifest,
    counts: { sessions: sum('sessions'), threads: sum('threads'), items: sum('items') },
    files: kinds.flatMap((kind) => all.flatMap(({ files }) => files.filter((file) => file.kind === kind))),
  };
}
