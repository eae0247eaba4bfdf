import type { ShapeName } from '../../../schema/index.ts';
import { isShapeName } from '../../../schema/index.ts';
import type { FuzzCase } from '../case.ts';
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
}

/**
 * All cases, without end: saved ones, the corpus, then rounds of arbitraries, mutants, splices and bytes of
 * every shape.
 * The same settings give the same cases in the same order.
 */
export function* allCases({ seed, shapes, saved, corpus }: CaseSettings): Generator<FuzzCase> {
  const wanted = new Set<string>(shapes);
  yield* saved.filter(({ shape }) => wanted.has(shape));
  yield* corpus.filter(({ shape }) => wanted.has(shape));
  if (shapes.length === 0) return;
  for (let round = 0; ; round += 1) {
    for (const shape of shapes) {
      const first = round * perRound.arbitraries;
      for (let i = 0; i < perRound.arbitraries; i += 1) yield arbitraryCase(seed, shape, first + i);
    }
    for (const shape of shapes) yield* mutantCases(seed, shape, round);
    for (const shape of shapes) yield* spliceCases(seed, shape, round);
    for (const shape of shapes) yield* bytesCases(seed, shape, round);
  }
}

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
