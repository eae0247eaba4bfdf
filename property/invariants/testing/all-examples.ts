import type { InvariantName, invariants } from '../registry.ts';
import { accessExamples } from './access-examples.ts';
import { cursorExamples } from './cursor-examples.ts';
import type { Examples } from './example.ts';
import { listExamples } from './list-examples.ts';
import { sessionExamples } from './session-examples.ts';
import { valueExamples } from './value-examples.ts';
import { walkPairExamples } from './walk-pair-examples.ts';

type KindOf<N extends InvariantName> = (typeof invariants)[N]['evidence'];

/** Examples of every invariant: the compiler misses what has none. */
export const allExamples: { readonly [N in InvariantName]: Examples<KindOf<N>> } = {
  ...listExamples,
  ...walkPairExamples,
  ...cursorExamples,
  ...valueExamples,
  ...sessionExamples,
  ...accessExamples,
};
