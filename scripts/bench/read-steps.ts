import type { BenchSettings } from '../../load/bench/index.ts';
import type { OptionReader } from '../options.ts';

/** The options that ask for more steps, as they were typed. */
export interface StepOptions {
  readonly recovery?: boolean;
  /** A duration, or true for the default one. */
  readonly lifecycle?: string | true;
}

/** By option name, what asks for a step that others than the harness's own plan know nothing of. */
const names = { recovery: '--recovery', lifecycle: '--lifecycle' } as const;

/** What is wrong with such options next to one that makes a plan of its own. */
export const strayStepOptions = (options: StepOptions, beside: string): string[] =>
  (Object.keys(names) as (keyof typeof names)[])
    .filter((name) => options[name] !== undefined)
    .map((name) => `${names[name]}: has no effect with ${beside}`);

const defaultWatch = '3s';
const minuteMs = 60_000;

/** Reads which steps are wanted beside the usual ones. */
export function readSteps(
  reader: OptionReader,
  options: StepOptions,
  { loads, ramps = [], source }: Pick<BenchSettings, 'loads' | 'ramps' | 'source'>,
): Pick<BenchSettings, 'recovery' | 'lifecycle'> {
  const { recovery = false, lifecycle } = options;
  if (recovery && Math.max(...loads, ...ramps.map(({ to }) => to), 0) <= 1)
    reader.problem(
      '--recovery: there is nothing to recover from; --load names no multiple above 1 (of ramps, the end counts)',
    );
  if (lifecycle !== undefined && source.kind === 'given')
    reader.problem('--lifecycle: needs sessions of its own; with --client-secret none can be created');
  return {
    ...(recovery ? { recovery } : {}),
    ...(lifecycle === undefined
      ? {}
      : {
          lifecycle: {
            watchMs: reader.durationMs(
              '--lifecycle',
              lifecycle === true ? defaultWatch : lifecycle,
              1000,
              5 * minuteMs,
            ),
          },
        }),
  };
}
