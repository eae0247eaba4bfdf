import { checkOutput } from '../check-output.ts';
import type { OptionReader } from '../options.ts';

/** The options as commander gives them. */
export interface FuzzOptions {
  readonly driver: readonly string[];
  readonly mode: string;
  readonly shape?: readonly string[];
  readonly scenario?: readonly string[];
  readonly source?: readonly string[];
  readonly cases?: string;
  readonly time?: string;
  readonly seed: string;
  readonly path?: string;
  readonly expect?: string;
  readonly save?: string;
  readonly corpus?: string;
  readonly out?: string;
  readonly deadline?: string;
  readonly startDeadline: string;
  readonly memory: string;
  readonly maxFindings: string;
  readonly selfTest?: boolean;
  readonly json?: boolean;
  readonly junit?: string;
}

/** What is to be done in either mode. */
export interface CommonPlan {
  readonly mode: 'parse' | 'call';
  readonly commands: readonly string[];
  /** Cases at most; infinite where only time bounds them. */
  readonly cases: number;
  readonly timeMs: number | undefined;
  readonly seed: number;
  readonly path: string | undefined;
  readonly expectFile: string | undefined;
  readonly saveDir: string | undefined;
  readonly corpusDir: string | undefined;
  readonly outDir: string | undefined;
  readonly deadlineMs: number;
  readonly helloMs: number;
  readonly memoryBytes: number;
  readonly maxFindings: number;
  readonly selfTest: boolean;
  readonly json: boolean;
  readonly junit: string | undefined;
  /** The bounds of a driver that were given, as words of a command line. */
  readonly bounds: readonly string[];
}

/** In what the modes differ. */
export interface CommonDefaults {
  readonly cases: number;
  /** As a user writes it: `5s`. */
  readonly deadline: string;
  readonly leastDeadlineMs: number;
}

/** MiB, as commander gives it. */
export const defaultMemory = '512';

const dayMs = 86_400_000;

/** Reads the options that parsing and calling have in common; every problem goes to the reader. */
export function readCommon(reader: OptionReader, options: FuzzOptions, defaults: CommonDefaults): CommonPlan {
  const { driver, mode, time, cases } = options;
  if (driver.length === 0)
    reader.problem('--driver: the command line of a driver is wanted; docs/writing-a-driver.md tells more');
  if (driver.some((command) => command.trim() === ''))
    reader.problem('--driver: a command line is wanted, got nothing');
  if (driver.length > 1 && options.expect !== undefined)
    reader.problem('--expect: the deviations of one client; give one --driver');
  if (driver.length > 1 && options.path?.startsWith('expected:') === true)
    reader.problem('--path: expected: is a line of --expect, which goes with one --driver');
  checkOutput(reader, '--junit', options.junit, 'file');
  checkOutput(reader, '--out', options.out, 'folder');
  checkOutput(reader, '--save', options.save, 'folder');
  return {
    mode: reader.choice('--mode', mode, ['parse', 'call']),
    commands: driver,
    cases:
      cases === undefined
        ? time === undefined
          ? defaults.cases
          : Infinity
        : reader.integer('--cases', cases, 1),
    timeMs: time === undefined ? undefined : reader.durationMs('--time', time, 1000, dayMs),
    seed: reader.integer('--seed', options.seed, 0, 2 ** 32 - 1),
    path: options.path,
    expectFile: options.expect,
    saveDir: options.save,
    corpusDir: options.corpus,
    outDir: options.out,
    deadlineMs: reader.durationMs(
      '--deadline',
      options.deadline ?? defaults.deadline,
      defaults.leastDeadlineMs,
      dayMs,
    ),
    helloMs: reader.durationMs('--start-deadline', options.startDeadline, 100, dayMs),
    memoryBytes: reader.integer('--memory', options.memory, 16, 1_000_000) * 2 ** 20,
    maxFindings: reader.integer('--max-findings', options.maxFindings, 1, 10_000),
    selfTest: options.selfTest === true,
    json: options.json === true,
    junit: options.junit,
    bounds: [
      ...(options.deadline === undefined ? [] : ['--deadline', options.deadline]),
      ...(options.memory === defaultMemory ? [] : ['--memory', options.memory]),
    ],
  };
}
