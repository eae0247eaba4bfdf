import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { HarnessError, exitCodes, usageError } from '../../support/errors.ts';
import { describeFileError } from '../../support/files.ts';
import type * as contractModule from '../../schema/index.ts';
import type { Shape, ShapeName } from '../../schema/index.ts';
import { describeJsonError, readLines } from '../ndjson/index.ts';
import type { Line } from '../ndjson/index.ts';
import type { DatasetManifest } from './manifest.ts';
import type { Kind } from './output/layout.ts';
import { digestFile } from './output/part-file.ts';
import { unpack } from './output/unpack.ts';
import { joinManifests, readManifests } from './read-manifests.ts';
import type { FoundManifest } from './read-manifests.ts';
import type { LoadedDataset } from './types.ts';

/** Loaded when something is read: who only makes data doesn't wait for it. */
type Contract = typeof contractModule;

const shapeOf = {
  sessions: 'chat_session',
  threads: 'thread',
  items: 'thread_item',
} as const satisfies Record<Kind, ShapeName>;

const damaged = (problem: string): HarnessError => new HarnessError(exitCodes.finding, problem);

type ListedFile = DatasetManifest['files'][number];

/** Without the brackets and commas of an array whose elements each begin a line. */
function entryText({ number, text }: Line, isArray: boolean): string | undefined {
  if (!isArray) return text;
  if (text === ']' || (number === 1 && text === '[')) return undefined;
  return text.startsWith(',') ? text.slice(1) : text;
}

/** Bytes as the manifest lists them, each file's hash taken on the way. */
async function* hashed(chunks: AsyncIterable<Buffer>, hash: Hash): AsyncGenerator<Buffer, void, undefined> {
  for await (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
}

/** Reads one file of a dataset whole: its bytes must be those of the manifest, each line a valid entry. */
async function readFileEntries<K extends Kind>(
  { file: manifestFile, manifest }: FoundManifest,
  listed: ListedFile,
  kind: K,
): Promise<Shape<(typeof shapeOf)[K]>[]> {
  // A manifest is data: it may not point outside its own folder.
  const file = path.join(path.dirname(manifestFile), path.basename(listed.name));
  const manifestName = path.basename(manifestFile);
  const contract: Contract = await import('../../schema/index.ts');
  const isArray = manifest.layout.format === 'json';
  const entries: Shape<(typeof shapeOf)[K]>[] = [];
  const hash = createHash('sha256');
  let firstProblem: string | undefined;
  let isSame: boolean;
  try {
    // What was packed is checked before it is unpacked: a damaged file is said to be damaged, not to be no gzip.
    isSame = listed.gzip === undefined || (await digestFile(file)).sha256 === listed.gzip.sha256;
    const bytes = listed.gzip === undefined ? createReadStream(file) : unpack(file);
    if (isSame) {
      for await (const lines of readLines(hashed(bytes as AsyncIterable<Buffer>, hash))) {
        for (const line of lines) {
          const text = entryText(line, isArray);
          if (firstProblem !== undefined || text === undefined) continue;
          const read = readEntry(contract, text, line.fault, shapeOf[kind]);
          if (typeof read === 'string') firstProblem = `${file}:${line.number}: ${read}`;
          else entries.push(read.value);
        }
      }
      isSame = hash.digest('hex') === listed.sha256;
    }
  } catch (error) {
    throw usageError(`cannot read ${file}: ${describeFileError(error)}`);
  }
  // The hash speaks first: a changed or cut file explains whatever its lines say.
  if (!isSame) {
    throw damaged(
      `${file} is not the file that ${manifestName} describes (its SHA-256 differs): it was changed or cut off; generate it again` +
        (firstProblem === undefined ? '' : `\nfirst fault: ${firstProblem}`),
    );
  }
  if (firstProblem !== undefined) throw damaged(firstProblem);
  if (entries.length !== listed.entries) {
    throw damaged(
      `${file}: ${manifestName} counts ${listed.entries} entries, the file has ${entries.length}`,
    );
  }
  return entries;
}

/** Entries of one kind, of all parts in order. */
async function readEntries<K extends Kind>(
  parts: readonly FoundManifest[],
  kind: K,
): Promise<Shape<(typeof shapeOf)[K]>[]> {
  const all: Shape<(typeof shapeOf)[K]>[] = [];
  for (const part of parts) {
    for (const listed of part.manifest.files.filter((file) => file.kind === kind))
      for (const entry of await readFileEntries(part, listed, kind)) all.push(entry);
  }
  return all;
}

function readEntry<N extends ShapeName>(
  contract: Contract,
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
  const { formatProblem, readShape } = contract;
  const read = readShape(shape, value);
  return read.ok ? { value: read.value } : read.problems.map(formatProblem).join('; ');
}

/** Reads a dataset, as `readDataset` tells. */
export async function readFolder(dir: string): Promise<LoadedDataset> {
  const parts = await readManifests(dir);
  const manifest = joinManifests(parts);
  if (manifest.layout.format === 'har')
    throw usageError(`${dir} holds a HAR, which is for replay tools: generate NDJSON or JSON to load it`);
  return {
    manifest,
    sessions: await readEntries(parts, 'sessions'),
    threads: await readEntries(parts, 'threads'),
    items: await readEntries(parts, 'items'),
  };
}
