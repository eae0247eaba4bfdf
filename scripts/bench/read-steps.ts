import { longestLifeSeconds } from '../../load/bench/index.ts';
import type { BenchSettings, Soak } from '../../load/bench/index.ts';
import type { OptionReader } from '../options.ts';

/** The options that ask for more steps, as they were typed. */
export interface StepOptions {
  readonly recovery?: boolean;
  /** A duration, or true for the default one. */
  readonly lifecycle?: string | true;
  readonly soak?: string;
  readonly soakLoad?: string;
  readonly soakLife?: string;
}

/** By option name, what asks for a step that others than the harness's own plan know nothing of. */
const names = {
  recovery: '--recovery',
  lifecycle: '--lifecycle',
  soak: '--soak',
  soakLoad: '--soak-load',
  soakLife: '--soak-life',
} as const;

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
): Pick<BenchSettings, 'recovery' | 'lifecycle' | 'soak'> {
  const { recovery = false, lifecycle } = options;
  if (recovery && Math.max(...loads, ...ramps.map(({ to }) => to), 0) <= 1)
    reader.problem(
      '--recovery: there is nothing to recover from; --load names no multiple above 1 (of ramps, the end counts)',
    );
  if (lifecycle !== undefined && source.kind === 'given')
    reader.problem('--lifecycle: needs sessions of its own; with --client-secret none can be created');
  const soak = readSoak(reader, options);
  return {
    ...(soak === undefined ? {} : { soak }),
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

function readSoak(reader: OptionReader, { soak, soakLoad, soakLife }: StepOptions): Soak | undefined {
  if (soak === undefined) {
    for (const [name, value] of [
      ['--soak-load', soakLoad],
      ['--soak-life', soakLife],
    ] as const)
      if (value !== undefined) reader.problem(`${name}: has no effect without --soak`);
    return undefined;
  }
  return {
    durationMs: reader.durationMs('--soak', soak, 1000, 7 * 24 * 60 * minuteMs),
    load: reader.positive('--soak-load', soakLoad ?? '1'),
    lifeSeconds:
      soakLife === undefined
        ? longestLifeSeconds
        : Math.floor(reader.durationMs('--soak-life', soakLife, 5000, longestLifeSeconds * 1000) / 1000),
  };
}
