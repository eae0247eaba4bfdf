import type { ShapeName } from '../../../schema/index.ts';
import { isShapeName } from '../../../schema/index.ts';
import { sourceNames } from '../case.ts';
import type { FuzzCase, SourceName } from '../case.ts';
import {
  arbitraryCase,
  bytesCaseAt,
  bytesCases,
  mutantCaseAt,
  mutantCases,
  perRound,
  spliceCaseAt,
  spliceCases,
} from './generated.ts';

export { readCorpus } from './corpus.ts';

/** What cases are made from. */
export interface CaseSettings {
  readonly seed: number;
  /** Shapes that are wanted and that the driver can read. */
  readonly shapes: readonly ShapeName[];
  /** Counterexamples of former runs, tried first. */
  readonly saved: readonly FuzzCase[];
  readonly corpus: readonly FuzzCase[];
  /** Where cases may come from; default: everywhere. */
  readonly sources?: readonly SourceName[];
}

/**
 * All cases: saved ones, the corpus, then without end rounds of arbitraries, mutants, bytes and splices of every
 * shape. With `sources` only theirs; saved ones and the corpus have an end.
 * The same settings give the same cases in the same order.
 */
export function* allCases({ seed, shapes, saved, corpus, sources }: CaseSettings): Generator<FuzzCase> {
  const wantedShapes = new Set<string>(shapes);
  const wanted = new Set<SourceName>(sources ?? sourceNames);
  if (wanted.has('saved')) yield* saved.filter(({ shape }) => wantedShapes.has(shape));
  if (wanted.has('corpus')) yield* corpus.filter(({ shape }) => wantedShapes.has(shape));
  const isEndless = sourceNames.some((name) => name in generators && wanted.has(name));
  if (shapes.length === 0 || !isEndless) return;
  for (let round = 0; ; round += 1)
    for (const [name, makeCases] of Object.entries(generators))
      if (wanted.has(name as SourceName)) for (const shape of shapes) yield* makeCases(seed, shape, round);
}

function* arbitraryCases(seed: number, shape: ShapeName, round: number): Generator<FuzzCase> {
  const first = round * perRound.arbitraries;
  for (let i = 0; i < perRound.arbitraries; i += 1) yield arbitraryCase(seed, shape, first + i);
}

/**
 * What a round has of each shape, in its order. Odd bytes are few and each is another question; splices are many, so
 * they come last.
 */
const generators = {
  arbitraries: arbitraryCases,
  mutants: mutantCases,
  bytes: bytesCases,
  splices: spliceCases,
} as const satisfies Partial<
  Record<SourceName, (seed: number, shape: ShapeName, round: number) => Iterable<FuzzCase>>
>;

/** The case with a path, made again; undefined when there is none. */
export function caseAt({ seed, saved, corpus }: CaseSettings, path: string): FuzzCase | undefined {
  const listed = [...saved, ...corpus].find((each) => each.path === path);
  if (listed !== undefined) return listed;
  const [, source, shape = '', n, k] =
    /^(arbitraries|mutants|splices|bytes):(\w+):(\d+)(?:\.(\d+))?$/.exec(path) ?? [];
  if (!isShapeName(shape) || (source === 'arbitraries') !== (k === undefined)) return undefined;
  if (source === 'arbitraries') return arbitraryCase(seed, shape, Number(n));
  const makers = { mutants: mutantCaseAt, splices: spliceCaseAt, bytes: bytesCaseAt };
  return makers[source as keyof typeof makers](seed, shape, Number(n), Number(k));
}
