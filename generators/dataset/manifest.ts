import { z } from 'zod';
import { formatProblem } from '../../schema/index.ts';
import { problemsOf } from '../../schema/problem.ts';
import { describeJsonError } from '../ndjson/index.ts';

/** The file that makes a folder a dataset. It is written last, so a folder without it is not whole. */
export const manifestName = 'manifest.json';

/** The kinds of entries, in the order in which they are written; each has a file of its own. */
export const kinds = ['sessions', 'threads', 'items'] as const;
export type Kind = (typeof kinds)[number];
export const fileNameOf = (kind: Kind): string => `${kind}.ndjson`;

const Count = z.int().min(0);

/**
 * What a dataset says of itself. A reader refuses a `formatVersion` that it doesn't know; fields may be added
 * within a version. Nothing in it depends on the clock: the same options give the same manifest.
 */
export const DatasetManifest = z.object({
  format: z.literal('chatkit-harness/dataset'),
  formatVersion: z.literal(1),
  generator: z.object({ name: z.string(), version: z.string() }),
  seed: z.int(),
  options: z.object({
    users: Count,
    sessions: Count,
    threads: Count,
    items: z.object({ min: Count, max: Count }),
    referenceTime: Count,
  }),
  counts: z.object({ sessions: Count, threads: Count, items: Count }),
  files: z.array(
    z.object({
      name: z.string(),
      kind: z.enum(kinds),
      entries: Count,
      bytes: Count,
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
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
