import { isLoopback } from '../../load/engine/index.ts';
import { remoteProblem } from '../../load/bench/index.ts';
import { checkGroups, checks, findCheck } from '../../property/checks/index.ts';
import { defaultApiKey } from '../../server/index.ts';
import { isFaultName, unknownFault } from '../../server/faults/index.ts';
import type { FaultName } from '../../server/faults/index.ts';
import { checkOutput } from '../check-output.ts';
import { OptionReader } from '../options.ts';
import { readLedger } from './ledger.ts';
import type { Ledger } from './ledger.ts';

/** The options of `check` as they were typed. */
export interface CheckOptions {
  readonly baseUrl?: string;
  readonly apiKey?: string;
  readonly allowRemote?: readonly string[];
  readonly workflow: string;
  readonly seed?: string;
  readonly runs: string;
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  readonly path?: string;
  readonly fault?: readonly string[];
  readonly list?: boolean;
  readonly allowDelete?: boolean;
  readonly strict?: boolean;
  readonly expect?: string;
  readonly timeout: string;
  readonly deadline: string;
  readonly budget: string;
  readonly json?: boolean;
  readonly junit?: string;
  readonly annotations?: boolean;
}

/** Options that were read and make sense together. */
export interface CheckSettings {
  /** Null for the embedded deployment. */
  readonly baseUrl: URL | null;
  readonly apiKey: string;
  /** Whether the proxies of the environment are used. */
  readonly proxied: boolean;
  readonly workflow: string;
  readonly seed: number;
  readonly runs: number;
  readonly names: readonly string[];
  readonly path: string | undefined;
  readonly faults: readonly FaultName[];
  readonly deletable: boolean;
  readonly strict: boolean;
  readonly ledger: Ledger;
  readonly timeoutMs: number;
  readonly deadlineMs: number;
  readonly budget: number;
}

const maxSeed = 2 ** 31 - 1;
const hourMs = 3_600_000;

/**
 * Reads and checks everything at once.
 * @param nowMs where the seed comes from when none is given.
 * @throws HarnessError (exit code 2) that lists all problems.
 */
export function readSettings(
  options: CheckOptions,
  env: Readonly<Record<string, string | undefined>>,
  nowMs: number,
): CheckSettings {
  const reader = new OptionReader();
  const fromEnv = (name: string) => (env[name] === '' ? undefined : env[name]);
  const urlText = options.baseUrl ?? fromEnv('OPENAI_BASE_URL');
  const baseUrl =
    urlText === undefined
      ? null
      : reader.url(options.baseUrl === undefined ? 'OPENAI_BASE_URL' : '--base-url', urlText);
  const remote = baseUrl === null ? null : remoteProblem(baseUrl, options.allowRemote ?? []);
  if (remote !== null) reader.problem(remote.replace('load against it', 'checking it'));
  const apiKey = baseUrl === null ? defaultApiKey : (options.apiKey ?? fromEnv('OPENAI_API_KEY'));
  if (apiKey === undefined) reader.problem('--api-key: needed to check a deployment (or OPENAI_API_KEY)');
  // Not repeated: it may be a real one.
  else if (!/^[\x21-\x7e]+$/.test(apiKey))
    reader.problem('--api-key: visible ASCII characters without spaces are wanted');
  if (options.workflow.trim() === '') reader.problem('--workflow: an id is wanted, got nothing');
  const faults = readFaults(reader, options.fault ?? [], baseUrl === null);
  const names = readNames(reader, options);
  checkOutput(reader, '--junit', options.junit, 'file');
  const path = readPath(reader, options.path, names, options.seed);
  const settings: CheckSettings = {
    baseUrl,
    apiKey: apiKey ?? '',
    proxied: baseUrl !== null && !isLoopback(baseUrl) && hasProxy(env),
    workflow: options.workflow,
    seed:
      options.seed === undefined
        ? Math.floor(nowMs) % maxSeed
        : reader.integer('--seed', options.seed, 0, maxSeed),
    runs: reader.integer('--runs', options.runs, 1, 10_000),
    names,
    path,
    faults,
    deletable: options.allowDelete === true || baseUrl === null,
    strict: options.strict === true || baseUrl === null,
    ledger:
      options.expect === undefined
        ? new Map()
        : readLedger(options.expect, (name) => findCheck(name) !== undefined, reader),
    timeoutMs: reader.durationMs('--timeout', options.timeout, 10, hourMs),
    deadlineMs: reader.durationMs('--deadline', options.deadline, 100, 24 * hourMs),
    budget: reader.integer('--budget', options.budget, 1),
  };
  reader.check();
  return settings;
}

const hasProxy = (env: Readonly<Record<string, string | undefined>>): boolean =>
  ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY'].some((name) => Boolean(env[name]));

const split = (texts: readonly string[]): string[] =>
  texts.flatMap((text) => text.split(',').map((name) => name.trim())).filter((name) => name !== '');

function readFaults(reader: OptionReader, texts: readonly string[], isEmbedded: boolean): FaultName[] {
  const names = split(texts);
  if (names.length > 0 && !isEmbedded)
    reader.problem('--fault: makes the embedded deployment faulty; with --base-url it has no effect');
  for (const name of names)
    if (!isFaultName(name))
      reader.problem(`--fault: ${unknownFault(name).replace('--list-faults', 'serve --list-faults')}`);
  return names.filter(isFaultName);
}

/** The names that `--only` and `--skip` leave; both take checks and groups. */
function readNames(reader: OptionReader, { only, skip }: CheckOptions): string[] {
  const expand = (option: string, texts: readonly string[]): Set<string> => {
    const names = split(texts).flatMap((text) => {
      const members = checks.filter(({ name, group }) => name === text || group === text);
      if (members.length === 0)
        reader.problem(
          `${option}: no check or group is called '${text}'; groups are ${checkGroups.join(', ')}, --list lists the checks`,
        );
      return members.map(({ name }) => name);
    });
    return new Set(names);
  };
  const wanted = only === undefined || only.length === 0 ? undefined : expand('--only', only);
  const unwanted = expand('--skip', skip ?? []);
  const names = checks
    .map(({ name }) => name)
    .filter((name) => (wanted?.has(name) ?? true) && !unwanted.has(name));
  if (names.length === 0 && (wanted === undefined || wanted.size > 0))
    reader.problem('--skip: no check is left to be made');
  return names;
}

function readPath(
  reader: OptionReader,
  path: string | undefined,
  names: readonly string[],
  seed: string | undefined,
): string | undefined {
  if (path === undefined) return undefined;
  if (!/^\d+(:\d+)*$/.test(path))
    reader.problem(
      `--path: numbers with colons between them are wanted, as a run printed them, got '${path}'`,
    );
  const [name = ''] = names;
  if (names.length !== 1) reader.problem('--path: belongs to one check: name it with --only');
  else if (findCheck(name)?.kind === 'traffic')
    reader.problem(`--path: ${name} looks at the requests of all other checks, and has no path of its own`);
  if (seed === undefined) reader.problem('--path: belongs to a seed: give it with --seed');
  return path;
}
