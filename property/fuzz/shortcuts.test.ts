import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { bytesOf, spellOut } from './case.ts';
import type { FuzzCase } from './case.ts';
import { requestOf, writeAsks } from './driver/ask.ts';
import { idOf, sameIdsOf } from './driver/owed.ts';
import { allCases } from './index.ts';
import { expectationOf } from './oracle/expectation.ts';
import { judge } from './oracle/judge.ts';
import { protocolFeatures, sameAnswer } from './protocol.ts';

/*
 * What the makers of cases know saves reading bytes and answers. It must never change what is found.
 */

const shapes = [
  'chat_session',
  'thread',
  'thread_item',
  'thread_list',
  'thread_item_list',
  'thread_deleted',
] as const;
const driver = fileURLToPath(new URL('testing/plain-driver.mjs', import.meta.url));

function casesOf(seed: number, count: number): FuzzCase[] {
  const cases: FuzzCase[] = [];
  for (const each of allCases({ seed, shapes, saved: [], corpus: [] })) {
    if (cases.length === count) break;
    // What has many thousand values in one another takes the full reading long.
    if (each.body.length < 20_000) cases.push(each);
  }
  return cases;
}

/** What a driver answers to cases; '' after it has ended itself. */
function answersOf(mode: string, cases: readonly FuzzCase[]): string[] {
  const input = cases.map((each, id) => `{"id":${id},${requestOf(each)}}\n`).join('');
  const { stdout } = spawnSync(process.execPath, [driver, mode], { input, maxBuffer: 2 ** 28 });
  const lines = stdout.toString('utf8').split('\n');
  return cases.map((_, id) => lines[id] ?? '');
}

const modes = ['none', 'drops-title', 'swaps-variants', 'coerces-numbers', 'numbers-as-text'];
const traitSets = {
  'lenient, doubles': { lenient: true, numbersAsDoubles: true },
  'lenient, exact': { lenient: true },
  'strict, doubles': { numbersAsDoubles: true },
};

it.each(modes)(
  'judges answers of a driver (%s) as it does without knowing where the cases come from',
  (mode) => {
    const cases = casesOf(7, 4500);
    const answers = answersOf(mode, cases);
    const differing = Object.entries(traitSets).flatMap(([name, traits]) =>
      cases.flatMap((each, id) => {
        const answer = answers[id] as string;
        const quick = judge(each, answer, traits);
        const full = judge({ ...each, plain: undefined, refusable: undefined }, answer, traits);
        if (JSON.stringify(quick) === JSON.stringify(full)) return [];
        return [[name, each.path, each.kind, quick, full]];
      }),
    );
    expect(differing).toEqual([]);
  },
  60_000,
);

/** What a driver answers to cases when both sides know the features of the protocol. */
function quickAnswersOf(mode: string, cases: readonly FuzzCase[]): string[] {
  const hello = `{"cmd":"hello","protocol":1,"features":${JSON.stringify(protocolFeatures)}}\n`;
  const input = Buffer.concat([Buffer.from(hello), writeAsks(cases, 0, true)]);
  const { stdout } = spawnSync(process.execPath, [driver, mode], { input, maxBuffer: 2 ** 28 });
  const answers: string[] = [];
  for (const line of stdout.toString('utf8').split('\n').slice(1, -1)) {
    const same = sameIdsOf(line);
    if (same === undefined) answers[idOf(line) as number] = line;
    else for (const id of same) answers[id] = sameAnswer;
  }
  return answers;
}

it.each(['none', 'swaps-variants'])(
  'judges `same` of a driver (%s) as the answer that it stands for',
  (mode) => {
    const cases = casesOf(9, 3000);
    const spelled = answersOf(mode, cases);
    const answers = quickAnswersOf(mode, cases);
    expect(answers.filter((line) => line === sameAnswer).length).toBeGreaterThan(cases.length / 3);
    expect(Object.keys(answers).length).toBe(cases.length);
    const differing = Object.entries(traitSets).flatMap(([name, traits]) =>
      cases.flatMap((each, id) => {
        const quick = judge(each, answers[id] as string, traits);
        const full = judge(
          { ...each, plain: undefined, refusable: undefined },
          spelled[id] as string,
          traits,
        );
        if (JSON.stringify(quick) === JSON.stringify(full)) return [];
        return [[name, each.path, each.kind, quick, full]];
      }),
    );
    expect(differing).toEqual([]);
  },
  60_000,
);

it.each([
  ['{"id":"a","id":"b"}', []],
  ['{"object":"chatkit.thread.deleted","deleted":true}', ['accepted-invalid']],
  ['"a" ', ['accepted-invalid']],
  ['{"id":', ['broke-protocol']],
  ['\uFEFF{}', ['broke-protocol']],
  ['', ['broke-protocol']],
])('judges `same` of %s, within a strict client', (body, outcomes) => {
  const fuzzCase: FuzzCase = {
    path: 'x',
    source: 'bytes',
    shape: 'thread_deleted',
    kind: 'x',
    body,
    verdict: undefined,
  };
  const { faults } = judge(fuzzCase, sameAnswer, {});
  const spelled = judge(fuzzCase, spellOut(sameAnswer, body), {}).faults;
  expect(faults.map((fault) => fault.outcome)).toEqual(spelled.map((fault) => fault.outcome));
  expect(faults.map((fault) => fault.outcome)).toEqual(outcomes);
});

it('takes what a maker knows for `same` only where it is of those very bytes', () => {
  const fuzzCase = { path: 'x', source: 'bytes', shape: 'thread', kind: 'x', verdict: undefined } as const;
  const plain = { text: '{}', tag: undefined };
  const outcomes = (body: string) =>
    judge({ ...fuzzCase, body, plain }, sameAnswer, { lenient: true }).faults.map(({ outcome }) => outcome);
  expect(outcomes('{}')).toEqual([]);
  expect(outcomes('\uFEFF{}')).toEqual(['broke-protocol']);
});

it('says of no case that it may be refused when its bytes must be accepted', () => {
  const wrong = casesOf(8, 4500).filter(
    (each) =>
      (each.refusable === true || each.verdict === 'reject' || each.verdict === 'either') &&
      expectationOf(each.shape, bytesOf(each)).verdict === 'accept',
  );
  expect(wrong.map(({ path, kind }) => [path, kind])).toEqual([]);
});
