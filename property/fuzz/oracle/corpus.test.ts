import { expect, it } from 'vitest';
import { bytesOf, expectationOf, readCorpus } from '../index.ts';

const corpus = readCorpus(new URL('../../../fixtures', import.meta.url).pathname);

/**
 * Where the corpus says more than the bytes do, and why. Everywhere else the oracle, which knows nothing of the corpus,
 * comes to the same verdict.
 */
const exceptions: readonly {
  readonly says: string;
  readonly oracle: string;
  readonly cases: RegExp;
  readonly why: string;
}[] = [
  {
    says: 'accept',
    oracle: 'either',
    cases: /^corpus:accept\/workflow\/number-(exponent|large|minus-zero)$/,
    why: 'a state variable is any number; that a reader keeps these as doubles is more than RFC 8259 promises',
  },
  {
    says: 'either',
    oracle: 'reject',
    cases: /^corpus:either\/\w+\/documented-[\w-]+$/,
    why: 'examples of the public documentation, which break the contract on the same page',
  },
  {
    says: 'either',
    oracle: 'reject',
    cases: /^corpus:either\/annotation\/future-source$/,
    why: 'an unknown kind of source: the contract has one, and no discriminator, so it is no union yet',
  },
  {
    says: 'either',
    oracle: 'accept',
    cases: /^corpus:either\/thread_list\/(walk-[\w-]+\/page-\d|documented-list-threads-generated)$/,
    why: 'pages that are valid one by one and contradict themselves or the walk',
  },
  {
    says: 'either',
    oracle: 'accept',
    cases: /^corpus:either\/thread\/parser-string-of-escapes$/,
    why: 'a text that is long as it is written, and short once it is read',
  },
];

it('agrees with the verdict of every case of the corpus, but where it is told why not', () => {
  expect(corpus.length).toBeGreaterThan(1000);
  const unexplained: string[] = [];
  const used = new Set<string>();
  for (const fuzzCase of corpus) {
    const { verdict, why } = expectationOf(fuzzCase.shape, bytesOf(fuzzCase));
    if (verdict === fuzzCase.verdict) continue;
    const exception = exceptions.find(
      ({ says, oracle, cases }) =>
        says === fuzzCase.verdict && oracle === verdict && cases.test(fuzzCase.path),
    );
    if (exception === undefined)
      unexplained.push(`${fuzzCase.path}: ${fuzzCase.verdict}, not ${verdict} (${why})`);
    else used.add(exception.why);
  }
  expect(unexplained).toEqual([]);
  // An exception that explains nothing any more must go.
  expect(exceptions.filter(({ why }) => !used.has(why))).toEqual([]);
});
