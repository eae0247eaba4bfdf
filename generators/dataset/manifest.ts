import { z } from 'zod';
import { formatProblem } from '../../schema/index.ts';
import { problemsOf } from '../../schema/problem.ts';
import { describeJsonError } from '../ndjson/index.ts';
import { locales } from '../vocabulary/locales.ts';
import { profiles } from './options.ts';
import { datasetFormats, fileKinds } from './output/layout.ts';

const Count = z.int().min(0);
const Digest = { bytes: Count, sha256: z.string().regex(/^[0-9a-f]{64}$/) };
const Range = z.object({ from: Count, to: Count });

/**
 * What a dataset, or one part of it, says of itself. A reader refuses a `formatVersion` that it doesn't know; fields
 * may be added within a version. Nothing in it depends on the clock: the same options give the same manifest.
 */
export const DatasetManifest = z.object({
  format: z.literal('chatkit-harness/dataset'),
  formatVersion: z.literal(1),
  generator: z.object({ name: z.string(), version: z.string() }),
  seed: z.int(),
  /** Those of the whole, in the manifest of a part too. */
  options: z.looseObject({
    /** The first datasets had no other, and did not say so. */
    profile: z.enum(profiles).default('typical'),
    locales: z.array(z.enum(locales)).readonly().default(['en']),
    users: Count,
    sessions: Count,
    threads: Count,
    items: z.object({ min: Count, max: Count }),
    referenceTime: Count,
  }),
  layout: z
    .object({ format: z.enum(datasetFormats), gzip: z.boolean() })
    .default({ format: 'ndjson', gzip: false }),
  /** Which part this is, counted from 1, and what it holds: indices `from` up to but not including `to`. */
  shard: z
    .object({ index: z.int().min(1), count: z.int().min(1), sessions: Range, threads: Range })
    .optional(),
  /** Entries of these files. */
  counts: z.object({ sessions: Count, threads: Count, items: Count }),
  files: z.array(
    z.object({
      name: z.string(),
      kind: z.enum(fileKinds),
      entries: Count,
      /** Of the text, before it was compressed. */
      ...Digest,
      /** Of the file as it lies there, when it is compressed. */
      gzip: z.object(Digest).optional(),
    }),
  ),
  notes: z.array(z.string()),
});
export type DatasetManifest = z.infer<typeof DatasetManifest>;

/** Reads a manifest's text; a list of problems when it is none. */
export function parseManifest(text: string): DatasetManifest | string[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return [`not JSON: ${describeJsonError(error)}`];
  }
  const result = DatasetManifest.safeParse(value);
  if (result.success) return result.data;
  return problemsOf(DatasetManifest, value, result.error.issues).map(formatProblem);
}
