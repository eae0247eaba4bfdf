import { rm } from 'node:fs/promises';
import path from 'node:path';

/** Where an instance's own summary goes. @param instance counted from 1. */
export const summaryFile = (dir: string, instance: number): string =>
  path.join(dir, `k6-summary-${instance}.json`);

/** Takes them back, where the run is not kept. */
export async function removeSummaries(dir: string, instances: number): Promise<void> {
  for (let i = 1; i <= instances; i += 1) await rm(summaryFile(dir, i), { force: true });
}
