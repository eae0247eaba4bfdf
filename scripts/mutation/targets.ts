import { expectedSurvivors } from './survivors.ts';
import type { ExpectedSurvivor } from './survivors.ts';
import { usageError } from '../../support/errors.ts';

/** Code that is mutated, and the tests that have to notice. */
export interface Target {
  readonly name: string;
  /** Files, as Stryker takes them. */
  readonly mutate: readonly string[];
  /** The tests that stand beside the code, without those that start processes: a mutant does not reach there. */
  readonly tests: readonly string[];
  readonly expected: readonly ExpectedSurvivor[];
}

interface Place {
  readonly folder: string;
  /** What is mutated when the whole target is asked for. Default: every file of the folder but its tests. */
  readonly files?: readonly string[];
  readonly tests: readonly string[];
}

const folders = {
  limiters: {
    folder: 'server/limiter',
    tests: ['server/limiter/*.test.ts'],
  },
  invariants: {
    folder: 'property/invariants',
    tests: ['property/invariants/{documentation,registry,collect-walk,mutated-walks}.test.ts'],
  },
  // Refusals, phases, grades, evidence; other files are mutated by name. The laws are left out: a run is to find what exact examples miss.
  analysis: {
    folder: 'load/analysis',
    files: [
      'load/analysis/{refusal-search,evidence,grade,health}.ts',
      'load/analysis/hypotheses/fixed-phases.ts',
    ],
    tests: [
      'load/analysis/{judge-rolling,rolling-window,refusal-search,intervals,chain,columns,cursor,counting,evidence,witness,grade,health,verdicts}.test.ts',
      'load/analysis/hypotheses/{hypotheses,fixed-phases}.test.ts',
    ],
  },
} as const satisfies Record<string, Place>;

type TargetName = keyof typeof folders;

export const targetNames = Object.keys(folders) as TargetName[];

/**
 * What to mutate.
 * @param wanted names of targets, or paths of files within one; none: all targets.
 * @throws HarnessError (exit code 2) that lists what is neither.
 */
export function selectTargets(wanted: readonly string[]): Target[] {
  const isWithin = (file: string, name: TargetName): boolean => file.startsWith(`${folders[name].folder}/`);
  const strangers = wanted.filter(
    (each) => !targetNames.some((name) => name === each || isWithin(each, name)),
  );
  if (strangers.length > 0)
    throw usageError(
      ...strangers.map(
        (each) =>
          `'${each}' is no target: use ${targetNames.join(' or ')}, or a file below ${targetNames.map((name) => folders[name].folder).join(' or ')}`,
      ),
    );
  return targetNames.flatMap((name): Target[] => {
    const { folder, files: core, tests }: Place = folders[name];
    const isWhole = wanted.length === 0 || wanted.includes(name);
    const files = wanted.filter((each) => isWithin(each, name));
    if (!isWhole && files.length === 0) return [];
    const mutate = isWhole ? (core ?? [`${folder}/*.ts`, `!${folder}/*.test.ts`]) : files;
    const isMutated = ({ file }: ExpectedSurvivor): boolean =>
      isWhole ? isWithin(file, name) : files.includes(file);
    return [{ name, mutate, tests, expected: expectedSurvivors.filter(isMutated) }];
  });
}
