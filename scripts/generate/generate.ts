import { writeDataset } from '../../generators/dataset/index.ts';
import { HarnessError, exitCodes } from '../../support/errors.ts';
import type { Io } from '../io.ts';
import { describeDataset } from './describe.ts';
import { createProgress } from './progress.ts';
import { readSettings } from './read-settings.ts';
import type { GenerateOptions } from './read-settings.ts';

/** Does what the options say: writes a dataset, or tells what it would cover. */
export async function generate(options: GenerateOptions, io: Io): Promise<void> {
  const settings = readSettings(options);
  if (options.coverage === true) {
    const { coverDatasetInTurns } = await import('../../generators/coverage/dataset.ts');
    const reports = await coverDatasetInTurns(settings.options ?? {}, io.signal).catch((error: unknown) => {
      throw io.signal.aborted ? new HarnessError(exitCodes.interrupted, 'interrupted') : error;
    });
    const { describeCoverage } = await import('./coverage.ts');
    io.stdout(options.json === true ? `${JSON.stringify(reports, null, 2)}\n` : describeCoverage(reports));
    return;
  }
  const progress = createProgress(io);
  const manifest = await writeDataset({
    ...settings,
    signal: io.signal,
    onResume: ({ threads, totalThreads }) =>
      io.stderr(
        threads === totalThreads
          ? `whole already: all ${totalThreads} threads\n`
          : `resumed: ${threads} of ${totalThreads} threads were whole\n`,
      ),
    onProgress: progress.show,
  }).finally(progress.end);
  io.stdout(
    options.json === true ? `${JSON.stringify(manifest, null, 2)}\n` : describeDataset(options.out, manifest),
  );
}
