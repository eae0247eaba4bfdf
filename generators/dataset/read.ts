import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { HarnessError, exitCodes, usageError } from '../../support/errors.ts';
import { describeFileError } from '../../support/files.ts';
import { formatProblem, readShape } from '../../schema/index.ts';
import type { Shape, ShapeName } from '../../schema/index.ts';
import { describeJsonError, readLines } from '../ndjson/index.ts';
import { manifestName, parseManifest } from './manifest.ts';
import type { DatasetManifest, Kind } from './manifest.ts';
import type { Dataset } from './types.ts';

/** A dataset from a folder, with what it says of itself. */
export interface LoadedDataset extends Dataset {
  readonly manifest: DatasetManifest;
}

const shapeOf = {
  sessions: 'chat_session',
  threads: 'thread',
  items: 'thread_item',
} as const satisfies Record<Kind, ShapeName>;

const damaged = (problem: string): HarnessError => new HarnessError(exitCodes.finding, problem);

async function readManifest(dir: string): Promise<DatasetManifest> {
  const file = path.join(dir, manifestName);
  let text: string;
  try {
    if (!(await stat(dir)).isDirectory())
      throw usageError(`${dir} is a file; the folder of a dataset is wanted`);
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof HarnessError) throw error;
    const hint =
      (error as NodeJS.ErrnoException).code === 'ENOENT' ? '; `generate --out` writes a dataset' : '';
    throw usageError(`cannot read ${file}: ${describeFileError(error)}${hint}`);
  }
  const manifest = parseManifest(text);
  if (Array.isArray(manifest)) {
    throw usageError(
      ...manifest.map((problem) => `${file} is no dataset manifest that this version reads: ${problem}`),
    );
  }
  return manifest;
}

/** Reads one file of a dataset whole: its bytes must be those of the manifest, each line a valid entry. */
async function readEntries<K extends Kind>(
  dir: string,
  manifest: DatasetManifest,
  kind: K,
): Promise<Shape<(typeof shapeOf)[K]>[]> {
  const entries: Shape<(typeof shapeOf)[K]>[] = [];
  for (const listed of manifest.files.filter((file) => file.kind === kind)) {
    // A manifest is data: it may not point outside its own folder.
    const file = path.join(dir, path.basename(listed.name));
    const hash = createHash('sha256');
    const before = entries.length;
    const chunks = async function* () {
      for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
        hash.update(chunk);
        yield chunk;
      }
    };
    let firstProblem: string | undefined;
    try {
      for await (const lines of readLines(chunks())) {
        for (const line of lines) {
          if (firstProblem !== undefined) break;
          const read = readEntry(line.text, line.fault, shapeOf[kind]);
          if (typeof read === 'string') firstProblem = `${file}:${line.number}: ${read}`;
          else entries.push(read.value);
        }
      }
    } catch (error) {
      throw usageError(`cannot read ${file}: ${describeFileError(error)}`);
    }
    // The hash speaks first: a changed or cut file explains whatever its lines say.
    if (hash.digest('hex') !== listed.sha256) {
      throw damaged(
        `${file} is not the file that ${manifestName} describes (its SHA-256 differs): it was changed or cut off; generate it again` +
          (firstProblem === undefined ? '' : `\nfirst fault: ${firstProblem}`),
      );
    }
    if (firstProblem !== undefined) throw damaged(firstProblem);
    if (entries.length - before !== listed.entries) {
      throw damaged(
        `${file}: ${manifestName} counts ${listed.entries} entries, the file has ${entries.length - before}`,
      );
    }
  }
  return entries;
}

function readEntry<N extends ShapeName>(
  text: string,
  fault: string | undefined,
  shape: N,
): { value: Shape<N> } | string {
  if (fault !== undefined) return `the line ${fault}`;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return `not JSON: ${describeJsonError(error)}`;
  }
  const read = readShape(shape, value);
  return read.ok ? { value: read.value } : read.problems.map(formatProblem).join('; ');
}

/**
 * Reads a dataset that `writeDataset` wrote into memory, checking every hash and every line.
 * @throws HarnessError: exit code 2 when there is no dataset, 1 when it is damaged.
 */
export async function readDataset(dir: string): Promise<LoadedDataset> {
  const manifest = await readManifest(dir);
  return {
    manifest,
    sessions: await readEntries(dir, manifest, 'sessions'),
    threads: await readEntries(dir, manifest, 'threads'),
    items: await readEntries(dir, manifest, 'items'),
  };
}
