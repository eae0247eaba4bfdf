import { describe, expect, it } from 'vitest';
import { formatProblem } from '../../schema/index.ts';
import type { EvidenceKind } from './evidence.ts';
import type { Invariant } from './invariant.ts';
import { invariantNames, invariants, invariantsOf, judgeAll } from './registry.ts';
import { allExamples } from './testing/all-examples.ts';
import type { Examples } from './testing/example.ts';
import { asked, pageOf } from './testing/lister.ts';
import type { Verdict } from './verdict.ts';

const text = (verdict: Verdict): string => {
  if (verdict.outcome === 'violated') return formatProblem(verdict.problem);
  return verdict.outcome === 'vacuous' ? `(${verdict.reason})` : 'holds';
};

describe.each(invariantNames)('%s', (name) => {
  const { judge } = invariants[name] as unknown as Invariant;
  const examples = allExamples[name] as unknown as Examples<EvidenceKind>;

  it('holds, is broken, and says when it cannot tell', () => {
    expect(examples.holds.map((evidence) => text(judge(evidence)))).toEqual(
      examples.holds.map(() => 'holds'),
    );
    expect(examples.violated.map(([evidence]) => text(judge(evidence)))).toEqual(
      examples.violated.map(([, problem]) => problem),
    );
    expect(examples.vacuous.map(([evidence]) => text(judge(evidence)))).toEqual(
      examples.vacuous.map(([, reason]) => `(${reason})`),
    );
    expect([examples.holds.length, examples.violated.length]).not.toContain(0);
  });

  it('leaves the evidence as it was', () => {
    for (const evidence of [...examples.holds, ...examples.violated.map(([broken]) => broken)]) {
      const before = JSON.stringify(evidence);
      judge(deepFreeze(evidence));
      expect(JSON.stringify(evidence)).toBe(before);
    }
  });
});

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFreeze(inner);
  }
  return value;
}

it('has names in snake case, and a claim and a basis of one line each', () => {
  for (const name of invariantNames) {
    const { claim, basis, source } = invariants[name];
    expect(invariants[name].name).toBe(name);
    expect(name).toMatch(/^[a-z0-9]+(_[a-z0-9]+)+$/);
    for (const line of [claim, basis]) expect(line).toMatch(/^[^\n|]{15,160}$/);
    expect(claim).not.toMatch(/\.$/);
    expect([name, source !== 'published' || /^(seed|openapi): /.test(basis)]).toEqual([name, true]);
  }
  expect(new Set(invariantNames.map((name) => invariants[name].claim)).size).toBe(invariantNames.length);
});

it('judges a piece of evidence by all claims about its kind', () => {
  const names = invariantsOf('foreign_cursor').map(({ name }) => name);
  expect(names).toEqual(['foreign_cursor_is_refused']);
  const verdicts = judgeAll('page', asked({ limit: 0 }, { ...pageOf([]), last_id: 'x' }));
  expect(verdicts.map(({ invariant, verdict }) => `${invariant.name}: ${text(verdict)}`)).toEqual([
    'page_ends_are_its_entries: (the page is empty)',
    'empty_page_has_no_ends: $.page.last_id: expected null, got string "x"',
    'page_never_exceeds_limit: holds',
    'page_follows_order: (fewer than two entries have no order)',
    'page_never_repeats_an_entry: (fewer than two entries cannot repeat)',
    'user_filter_holds: (no user was asked for)',
    'items_belong_to_their_thread: (not a page of items)',
    'cursor_is_not_on_its_page: (no cursor was given)',
  ]);
});
