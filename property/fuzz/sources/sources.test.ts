import { expect, it } from 'vitest';
import type { FuzzCase } from '../case.ts';
import { allCases, caseAt } from './index.ts';
import type { CaseSettings } from './index.ts';
import { perRound } from './shares.ts';

const settings: CaseSettings = { seed: 5, shapes: ['thread', 'thread_item'], saved: [], corpus: [] };
const round = Object.values(perRound).reduce((sum, share) => sum + share * settings.shapes.length, 0);

function take(n: number, of: CaseSettings): FuzzCase[] {
  const taken: FuzzCase[] = [];
  for (const each of allCases(of)) {
    taken.push(each);
    if (taken.length === n) break;
  }
  return taken;
}

it('gives each source its share of a round, and each shape the same', () => {
  const cases = take(round, settings);
  const count = (key: (fuzzCase: FuzzCase) => string) =>
    Object.fromEntries([...Map.groupBy(cases, key)].map(([name, { length }]) => [name, length]));
  expect(count(({ source }) => source)).toEqual(
    Object.fromEntries(Object.entries(perRound).map(([name, share]) => [name, 2 * share])),
  );
  expect(count(({ shape }) => shape)).toEqual({ thread: round / 2, thread_item: round / 2 });
});

it('makes the same cases of the same seed, and others of another', () => {
  const told = (of: CaseSettings) => take(3 * round, of).map(({ path, kind, body }) => [path, kind, body]);
  const once = told(settings);
  expect(told(settings)).toEqual(once);
  const other = new Set(told({ ...settings, seed: 6 }).map(([, , body]) => String(body)));
  expect(once.filter(([, , body]) => other.has(String(body))).length / once.length).toBeLessThan(0.1);
});

it('makes the cases of a source alike, whatever other sources are wanted', () => {
  for (const source of ['arbitraries', 'mutants', 'bytes', 'splices'] as const) {
    const alone = take(2 * perRound[source], { ...settings, sources: [source] });
    expect(alone).toEqual(take(round, settings).filter((each) => each.source === source));
  }
});

it('makes every case again by its path', () => {
  const cases = take(3 * round, settings);
  expect(cases.map(({ path }) => caseAt(settings, path))).toEqual(cases);
  expect(
    ['arbitraries:thread:1.2', 'mutants:thread:0', 'mutants:thread:0.99999', 'bytes:nothing:0.0'].map(
      (path) => caseAt(settings, path),
    ),
  ).toEqual([undefined, undefined, undefined, undefined]);
});

it('takes no path twice', () => {
  const paths = take(3 * round, settings).map(({ path }) => path);
  const twice = paths.filter((path, i) => paths.indexOf(path) !== i);
  expect(twice).toEqual([]);
});
