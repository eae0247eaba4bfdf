import { isFaultName, limiterNames, unknownFault } from '../../server/index.ts';
import type { FaultName, LimiterName } from '../../server/index.ts';
import { OptionReader } from '../options.ts';
import { profiles } from './profiles.ts';
import type { Profile } from './profiles.ts';

/** The options of `serve` as they were given. */
export interface ServeOptions {
  readonly port: string;
  readonly host: string;
  readonly dataset?: string;
  readonly apiKey?: string;
  readonly limiter: string;
  readonly window: string;
  readonly workflow?: readonly string[];
  readonly profile: string;
  readonly fault?: readonly string[];
  readonly listFaults?: true;
  readonly seed?: string;
}

export interface ServeSettings {
  readonly port: number;
  readonly hostname: string;
  readonly profile: Profile;
  readonly limiter: LimiterName;
  readonly windowMs: number;
  /** Each once. */
  readonly faults: readonly FaultName[];
  readonly seed: number | undefined;
}

/** Options that say something about state or keys, of which the mock has none. */
const statefulOnly = {
  dataset: '--dataset',
  apiKey: '--api-key',
  limiter: '--limiter',
  window: '--window',
  workflow: '--workflow',
  fault: '--fault',
} as const;

/**
 * @param isGiven whether an option stands on the command line.
 * @throws HarnessError (exit code 2) with every problem.
 */
export function readSettings(
  options: ServeOptions,
  isGiven: (option: keyof ServeOptions) => boolean,
): ServeSettings {
  const reader = new OptionReader();
  const settings: ServeSettings = {
    port: reader.integer('--port', options.port, 0, 65_535),
    hostname: options.host,
    profile: reader.choice('--profile', options.profile, profiles),
    limiter: reader.choice('--limiter', options.limiter, limiterNames),
    windowMs: reader.durationMs('--window', options.window, 1, 86_400_000),
    faults: readFaults(options.fault ?? [], reader),
    seed: options.seed === undefined ? undefined : reader.integer('--seed', options.seed, 0),
  };
  if (options.host.trim() === '') reader.problem('--host: an address is wanted, got nothing');
  // Not repeated: it may be a real one.
  if (options.apiKey !== undefined && !/^[\x21-\x7e]+$/.test(options.apiKey))
    reader.problem('--api-key: visible ASCII characters without spaces are wanted');
  if (options.workflow?.includes('') === true) reader.problem('--workflow: an id is wanted, got nothing');
  if (settings.profile === 'sdk-tests')
    for (const [name, option] of Object.entries(statefulOnly) as [keyof typeof statefulOnly, string][])
      if (isGiven(name)) reader.problem(`${option}: means nothing to --profile sdk-tests`);
  reader.check();
  return settings;
}

/** Names of faults, separated by commas or in several options. */
function readFaults(texts: readonly string[], reader: OptionReader): FaultName[] {
  const names = texts.flatMap((text) => text.split(',')).map((name) => name.trim());
  for (const name of names) {
    if (name === '') reader.problem('--fault: a name is wanted, got nothing; --list-faults lists them');
    else if (!isFaultName(name)) reader.problem(`--fault: ${unknownFault(name)}`);
  }
  return [...new Set(names.filter(isFaultName))];
}
