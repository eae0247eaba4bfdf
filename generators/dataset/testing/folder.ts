import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'vitest';
import { HarnessError } from '../../../support/errors.ts';
import type { DatasetManifest, DatasetOptions, WriteDatasetSettings } from '../../index.ts';
import type { Sizing } from '../output/plan.ts';
import { writeInParts } from '../write.ts';

/** About 15,000 items; of parts of a small size five, of 300 threads each. */
export const fiveParts: DatasetOptions = { seed: 8, threads: 1500, sessions: 30 };

const smallParts: Sizing = { wholeUpTo: 4096, entriesEach: 4096, mostParts: 256, partsHere: 256 };

/** Writes a dataset in parts so small that a test has several. */
export const writeSmallParts = (
  settings: WriteDatasetSettings,
  sizing: Partial<Sizing> = {},
): Promise<DatasetManifest> => writeInParts(settings, { ...smallParts, ...sizing });

/** A folder that is gone when the test is over. */
export async function withFolder<T>(work: (root: string) => Promise<T>): Promise<T> {
  const root = await mkdtemp(path.join(tmpdir(), 'dataset-'));
  try {
    return await work(root);
  } finally {
    await rm(root, { recursive: true });
  }
}

/** All files of a folder by name. */
export async function filesOf(dir: string): Promise<Record<string, Buffer>> {
  const names = (await readdir(dir)).toSorted();
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(path.join(dir, name))] as const)),
  );
}

/** The HarnessError that some work must end with. */
export async function failure(work: Promise<unknown>): Promise<HarnessError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(HarnessError);
  return error as HarnessError;
}
