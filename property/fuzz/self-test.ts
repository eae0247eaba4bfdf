import { spellOut } from './case.ts';
import type { FuzzCase } from './case.ts';
import { GaveUp, Subject } from './driver/subject.ts';
import type { Reply, SubjectOptions } from './driver/subject.ts';
import { judge } from './oracle/judge.ts';
import { ErrorAnswer, SkippedAnswer, ValueAnswer, sameAnswer } from './protocol.ts';
import type { HelloAnswer } from './protocol.ts';
import { arbitraryCase } from './sources/arbitraries.ts';

/** One thing that a driver must do, and whether it did. */
export interface SelfTestResult {
  readonly claim: string;
  /** Undefined when it holds. */
  readonly problem: string | undefined;
}

/** What is wrong with an answer as a message; undefined when nothing is. */
function problemOf(reply: Reply): string | undefined {
  if ('failure' in reply) return `${reply.failure}: ${reply.detail}`;
  let value: { outcome?: unknown };
  try {
    value = JSON.parse(reply.line) as typeof value;
  } catch {
    return `no JSON: ${reply.line.slice(0, 200)}`;
  }
  const schema =
    value.outcome === 'value' ? ValueAnswer : value.outcome === 'error' ? ErrorAnswer : SkippedAnswer;
  const read = schema.safeParse(value);
  if (!read.success)
    return read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  return value.outcome === 'value' && !Object.hasOwn(value, 'value') ? 'an outcome without value' : undefined;
}

const firstProblem = (replies: readonly Reply[]): string | undefined =>
  replies.map(problemOf).find((problem) => problem !== undefined);

const outcomeOf = (reply: Reply | undefined): unknown =>
  reply !== undefined && 'line' in reply
    ? (JSON.parse(reply.line) as { outcome: unknown }).outcome
    : undefined;

const described = (reply: Reply): string => ('line' in reply ? reply.line : reply.detail).slice(0, 300);

/**
 * Checks that a driver keeps the protocol; what its client makes of odd bytes is not judged here.
 * @throws HarnessError (exit code 3) when it can't be started, or does not answer `hello`.
 */
export async function selfTest(
  options: SubjectOptions,
): Promise<{ readonly hello: HelloAnswer; readonly results: readonly SelfTestResult[] }> {
  // A driver that fails at everything is known after a few starts.
  const subject = await Subject.start({ maxRestarts: 8, ...options });
  const results: SelfTestResult[] = [];
  const claim = (text: string, problem: string | undefined) => results.push({ claim: text, problem });
  const { hello } = subject;
  const ask = async (cases: readonly Pick<FuzzCase, 'shape' | 'body'>[]): Promise<Reply[]> => {
    const replies = await subject.run(cases);
    return replies.map((reply, i) =>
      'line' in reply ? { line: spellOut(reply.line, cases[i]?.body ?? '') } : reply,
    );
  };
  try {
    claim('answers hello with its name, modes and shapes', undefined);
    const [shape, ...more] = hello.shapes ?? [];
    if (shape === undefined) {
      claim('reads one shape at least', 'hello names no shapes');
      return { hello, results };
    }
    for (const each of [shape, ...more]) {
      const fuzzCase = arbitraryCase(1, each, 0);
      const [reply] = (await ask([fuzzCase])) as [Reply];
      const problem = problemOf(reply);
      const isValue = outcomeOf(reply) === 'value';
      claim(
        `gives a value for a valid ${each}`,
        problem ?? (isValue ? undefined : `answered ${described(reply)}`),
      );
      if (problem !== undefined || !isValue || !('line' in reply)) continue;
      const { faults } = judge(fuzzCase, reply.line, hello.traits ?? {});
      claim(`gives that value: ${each}`, faults[0] && `${faults[0].outcome}: ${faults[0].detail}`);
    }
    const odd: (string | Uint8Array)[] = [
      '',
      '{',
      'null',
      '[]',
      '"\\ud800"',
      Uint8Array.of(0xff),
      '{"a":1e400}',
      '{}\r',
      '\n{\n}\n',
      '"\u2028"',
    ];
    claim('answers whatever the bytes are', firstProblem(await ask(odd.map((body) => ({ shape, body })))));
    const [broken] = (await ask([{ shape, body: '{"id":' }])) as [Reply];
    claim(
      'answers an error for what is no JSON',
      problemOf(broken) ?? (outcomeOf(broken) === 'error' ? undefined : `answered ${described(broken)}`),
    );
    if (hello.features?.includes('same') === true) {
      const spaced = ['{ "id":"" }', '{"id":"\\u0061"}', '\uFEFF{"id":""}', '{"id":"","id":""}'];
      const replies = await subject.run(spaced.map((body) => ({ shape, body })));
      const wrong = replies.findIndex((reply) => 'line' in reply && reply.line === sameAnswer);
      claim(
        'says same only of bytes that it would write itself',
        wrong === -1 ? undefined : `said same of ${spaced[wrong]}`,
      );
    }
    const many = Array.from({ length: 500 }, (_, n) => arbitraryCase(1, shape, n));
    claim('answers 500 requests that are sent at once', firstProblem(await ask(many)));
    const large = { shape, body: `{"unknown":"${'x'.repeat(2 ** 20)}"}` };
    claim('answers a request of a mebibyte', firstProblem(await ask([large])));
    const again = arbitraryCase(1, shape, 1);
    const [one, two] = (await ask([again, again])) as [Reply, Reply];
    const same = [one, two].map((reply) =>
      'line' in reply ? reply.line.replace(/"id":\s*\d+/, '') : reply.failure,
    );
    claim('answers the same to the same bytes', same[0] === same[1] ? undefined : same.join(' and then '));
    claim(
      'lives through all of this',
      subject.restarts === 0 ? undefined : `was started again ${subject.restarts} times`,
    );
    return { hello, results };
  } catch (error) {
    if (!(error instanceof GaveUp)) throw error;
    claim('lives through all of this', error.message);
    return { hello, results };
  } finally {
    await subject.close();
  }
}
