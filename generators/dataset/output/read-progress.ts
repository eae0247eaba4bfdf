import { z } from 'zod';
import { fileKinds } from './layout.ts';
import type { Checkpoint } from './checkpoint.ts';

const Count = z.int().min(0);
const Digest = z.object({ bytes: Count, sha256: z.string() });
const CheckpointLine = z.object({
  part: Count,
  threads: Count,
  items: Count,
  files: z.partialRecord(z.enum(fileKinds), Digest.extend({ entries: Count, gzip: Digest.optional() })),
});
const Header = z.object({ format: z.literal('chatkit-harness/progress'), run: z.string() });

/**
 * What a progress file says.
 * @param run that whose progress is wanted.
 * @returns undefined when it is no such file; `other` when it is another run's.
 */
export function readProgress(text: string, run: string): readonly Checkpoint[] | 'other' | undefined {
  const [first = '', ...rest] = text.split('\n');
  const header = parseLine(Header, first);
  if (header === undefined) return undefined;
  if (header.run !== run) return 'other';
  const checkpoints: Checkpoint[] = [];
  for (const line of rest) {
    // Whatever follows a line that was cut off has not been written by us.
    const checkpoint = parseLine(CheckpointLine, line);
    if (checkpoint === undefined) break;
    checkpoints.push(checkpoint);
  }
  return checkpoints;
}

function parseLine<T>(schema: z.ZodType<T>, line: string): T | undefined {
  try {
    return schema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
