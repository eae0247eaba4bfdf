import { formatDurationMs } from '../format.ts';
import { limitNumbers } from '../limits.ts';
import type { RunFile } from '../run-file.ts';

/** Something that is not the same on both sides, so that a change of the numbers may come from it. */
export interface Difference {
  /** What it is: `limit`, `processor`, … */
  readonly what: string;
  readonly baseline: string;
  readonly candidate: string;
}

const looks: readonly (readonly [what: string, of: (run: RunFile) => string])[] = [
  ['limit', ({ settings }) => `${limitNumbers(settings)} in ${formatDurationMs(settings.windowMs)}`],
  ['sessions', ({ settings }) => `${settings.sessionsPerStep} a step`],
  ['target', ({ target }) => (target.embedded === null ? target.baseUrl : 'embedded deployment')],
  ['limiter', ({ target }) => target.embedded ?? 'not ours'],
  ['request', ({ target }) => `${target.method} ${target.path}`],
  ['engine', ({ engine }) => (engine === undefined ? 'harness' : `${engine.name} ${engine.version}`)],
  ['harness', ({ environment }) => environment.harness],
  ['Node', ({ environment }) => environment.node],
  ['platform', ({ environment }) => environment.platform],
  ['processor', ({ environment }) => `${environment.cores} × ${environment.cpu}`],
  ['interrupted', ({ interrupted }) => (interrupted ? 'yes' : 'no')],
];

const shown = (runs: readonly RunFile[], of: (run: RunFile) => string): string =>
  [...new Set(runs.map((run) => of(run)))].toSorted().join(', ');

/** What differs between the runs of two sides: nobody should take another machine for a slower deployment. */
export function differencesOf(baseline: readonly RunFile[], candidate: readonly RunFile[]): Difference[] {
  return looks
    .map(([what, of]) => ({ what, baseline: shown(baseline, of), candidate: shown(candidate, of) }))
    .filter((one) => one.baseline !== one.candidate);
}
