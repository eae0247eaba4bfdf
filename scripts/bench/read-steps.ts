import { longestLifeSeconds } from '../../load/bench/index.ts';
import type { BenchSettings, SearchSettings, Soak, Threshold } from '../../load/bench/index.ts';
import type { OptionReader } from '../options.ts';
import { readRamp } from './read-loads.ts';

/** The options that ask for more steps, as they were typed. */
export interface StepOptions {
  readonly recovery?: boolean;
  /** A duration, or true for the default one. */
  readonly lifecycle?: string | true;
  readonly soak?: string;
  readonly soakLoad?: string;
  readonly soakLife?: string;
  readonly search?: string;
  readonly searchResolution?: string;
}

/** By option name, what asks for a step that others than the harness's own plan know nothing of. */
const names = {
  recovery: '--recovery',
  lifecycle: '--lifecycle',
  soak: '--soak',
  soakLoad: '--soak-load',
  soakLife: '--soak-life',
  search: '--search',
  searchResolution: '--search-resolution',
} as const;

/** What is wrong with such options next to one that makes a plan of its own. */
export const strayStepOptions = (options: StepOptions, beside: string): string[] =>
  (Object.keys(names) as (keyof typeof names)[])
    .filter((name) => options[name] !== undefined && !names[name].startsWith(beside))
    .map((name) => `${names[name]}: has no effect with ${beside}`);

/** Options as if none of these were there. */
export function withoutStepOptions<T extends StepOptions>(options: T): Omit<T, keyof StepOptions> {
  const {
    recovery: _,
    lifecycle: _1,
    soak: _2,
    soakLoad: _3,
    soakLife: _4,
    search: _5,
    searchResolution: _6,
    ...others
  } = options;
  return others;
}

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

const defaultResolution = '0.05';

/** Reads what is searched for; undefined when nothing is. */
export function readSearch(
  reader: OptionReader,
  { search, searchResolution, saturate }: StepOptions & { readonly saturate?: string },
  thresholds: readonly Threshold[],
): SearchSettings | undefined {
  if (search === undefined) {
    if (searchResolution !== undefined) reader.problem('--search-resolution: has no effect without --search');
    return undefined;
  }
  const [bounds = { from: 1, to: 2 }] = readRamp(reader, '--search', search);
  if (bounds.from === 0 || bounds.from > bounds.to)
    reader.problem(`--search: two multiples above 0, the lower first, are wanted, got '${search}'`);
  const resolution = reader.positive('--search-resolution', searchResolution ?? defaultResolution);
  if (resolution < 0.001 || resolution > 1)
    reader.problem(`--search-resolution: a number from 0.001 to 1 is wanted, got '${searchResolution}'`);
  if (thresholds.length === 0)
    reader.problem(
      "--search: for the highest load that keeps what? Name it with --threshold, such as 'p99_admitted_ms<200'",
    );
  for (const { text, step, metric } of thresholds) {
    if (step !== null)
      reader.problem(`--threshold: '${text}': a search holds it against every trial, so it names no step`);
    if (/^(recovery|cancel_late|expiry_late)_ms$/.test(metric))
      reader.problem(`--threshold: '${text}': a search has load steps only`);
  }
  if (saturate !== undefined) reader.problem('--saturate: has no effect with --search');
  return { ...bounds, resolution, thresholds };
}
