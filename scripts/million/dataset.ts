import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeDataset } from '../../generators/index.ts';
import type { Locale, Profile } from '../../generators/index.ts';
import type { ShapeName } from '../../schema/index.ts';
import { systemClock } from '../../support/clock.ts';
import { checkInput } from '../validate/check-input.ts';
import type { Fault } from '../validate/check-input.ts';

/** One of the datasets that are made and validated. */
export interface Order {
  readonly profile: Profile;
  readonly locale: Locale;
  readonly seed: number;
  readonly threads: number;
  readonly sessions: number;
}

/** What became of it. */
export interface Outcome {
  readonly order: Order;
  /** What was read back, by the shape that it was taken for. */
  readonly counts: Partial<Record<ShapeName, number>>;
  readonly faults: number;
  /** The first few faults, as lines to print. */
  readonly shown: readonly string[];
  readonly bytes: number;
  readonly generateMs: number;
  readonly validateMs: number;
}

const shownAtMost = 5;

/**
 * Writes a dataset into a folder of its own, and reads it back as `validate --lint` does: to the letter of the contract,
 * and without a field that the contract doesn't name.
 * @throws Error when what was read back is not all that was written.
 */
export async function generateAndValidate(order: Order): Promise<Outcome> {
  const { profile, locale, seed, threads, sessions } = order;
  const dir = await mkdtemp(path.join(tmpdir(), 'million-'));
  try {
    const startMs = systemClock.monotonicMs();
    const options = { profile, locales: [locale], seed, threads, sessions, users: 100 };
    const manifest = await writeDataset({ outDir: dir, options });
    const writtenMs = systemClock.monotonicMs();
    const shown: string[] = [];
    const counts: Partial<Record<ShapeName, number>> = {};
    let faults = 0;
    for (const { name, entries } of manifest.files) {
      const onFault = ({ line, path: place, message }: Fault) => {
        if (shown.length < shownAtMost)
          shown.push(`${profile} ${locale} ${name}:${line}: ${place}: ${message}`);
      };
      const bytes = createReadStream(path.join(dir, name), { highWaterMark: 256 * 1024 });
      const settings = { shape: null, reading: 'lint', onFault } as const;
      const result = await checkInput(bytes as AsyncIterable<Buffer>, true, settings);
      if (result.entries !== entries)
        throw new Error(`${name}: ${entries} entries were written, ${result.entries} read`);
      faults += result.faults;
      for (const [shape, seen] of result.shapes) counts[shape] = (counts[shape] ?? 0) + seen.entries;
    }
    return {
      order,
      counts,
      faults,
      shown,
      bytes: manifest.files.reduce((sum, file) => sum + file.bytes, 0),
      generateMs: writtenMs - startMs,
      validateMs: systemClock.monotonicMs() - writtenMs,
    };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
