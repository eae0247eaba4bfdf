import { cpus } from 'node:os';
import type { RunEnvironment } from '../../load/report/index.ts';
import { version } from '../version.ts';

/** Where and with what a run is made. */
export const describeEnvironment = (): RunEnvironment => ({
  harness: version,
  node: process.versions.node,
  platform: `${process.platform} ${process.arch}`,
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
});
