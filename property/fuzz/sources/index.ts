import type { ShapeName } from '../../../schema/index.ts';
import { isShapeName } from '../../../schema/index.ts';
import { sourceNames } from '../case.ts';
import type { FuzzCase, SourceName } from '../case.ts';
import { arbitraryCase, arbitraryCases } from './arbitraries.ts';
import { bytesCaseAt, bytesCases } from './bytes.ts';
import { mutantCaseAt, mutantCases } from './mutants.ts';
import { perRound } from './shares.ts';
import type { EndlessSource } from './shares.ts';
import { spliceCaseAt, spliceCases } from './splices.ts';

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

/** Without end, in the order in which a round tries them for a shape: what is valid, what nearly is, odd bytes, other values. */
const endless = {
  arbitraries: arbitraryCases,
  mutants: mutantCases,
  bytes: bytesCases,
  splices: spliceCases,
} as const satisfies Record<EndlessSource, (seed: number, shape: ShapeName) => Generator<FuzzCase>>;
const endlessNames = Object.keys(endless) as EndlessSource[];

/**
 * All cases: saved ones, the corpus, then without end rounds of arbitraries, mutants, bytes and splices of every
 * shape, of each as many as its share. A round is short, and one shape comes after the other: what costs the maker or
 * the reader most would come together otherwise, and one of the two would wait for the other. With `sources` only theirs; saved ones and the corpus have an end.
 * The same settings give the same cases in the same order.
 */
export function* allCases({ seed, shapes, saved, corpus, sources }: CaseSettings): Generator<FuzzCase> {
  const wantedShapes = new Set<string>(shapes);
  const wanted = new Set<SourceName>(sources ?? sourceNames);
  if (wanted.has('saved')) yield* saved.filter(({ shape }) => wantedShapes.has(shape));
  if (wanted.has('corpus')) yield* corpus.filter(({ shape }) => wantedShapes.has(shape));
  const names = endlessNames.filter((name) => wanted.has(name));
  const makers = shapes.flatMap((shape) =>
    names.map((name) => ({ share: perRound[name], cases: endless[name](seed, shape) })),
  );
  while (makers.length > 0)
    for (const { share, cases } of makers)
      for (let i = 0; i < share; i += 1) yield cases.next().value as FuzzCase;
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
