import { describe, expect, it } from 'vitest';
import { HarnessError } from '../../support/errors.ts';
import type { RequestRecord } from '../records.ts';
import { observe, toObservation } from './observation.ts';
import { recordOf } from './testing/records.ts';

const problemsOf = (records: readonly RequestRecord[]): readonly string[] => {
  try {
    observe(records);
  } catch (error) {
    if (error instanceof HarnessError) return error.problems;
    throw error;
  }
  return [];
};

const isRedirect = (status: number) => status === 302 || status === 429;

describe('toObservation', () => {
  it('takes success as admitted, 429 as throttled, and everything else as unknown', () => {
    const outcomes = [200, 204, 299, 429, 199, 300, 400, 500, 503].map(
      (status) => toObservation(recordOf(1, 0, 1, { status }))?.outcome,
    );
    expect(outcomes.join(' ')).toBe(
      'admitted admitted admitted throttled unknown unknown unknown unknown unknown',
    );
  });

  it('lets the caller say what success is, but never makes a 429 one', () => {
    const outcomes = [302, 200, 429].map(
      (status) => toObservation(recordOf(1, 0, 1, { status }), isRedirect)?.outcome,
    );
    expect(outcomes).toEqual(['admitted', 'unknown', 'throttled']);
  });

  it('gives a request without an answer for ever to have been decided', () => {
    expect(toObservation(recordOf(7, 12.5, null, { error: 'timeout' }))).toEqual({
      id: 7,
      session: 's1',
      sentMs: 12.5,
      firstByteMs: Infinity,
      outcome: 'unknown',
    });
  });

  it('counts an admitted answer whose body broke off: the decision was made', () => {
    const broken = recordOf(7, 12.5, 13, { endMs: null, error: 'ECONNRESET' });
    expect(toObservation(broken)).toMatchObject({ firstByteMs: 13, outcome: 'admitted' });
  });

  it('leaves out what was never sent', () => {
    expect(toObservation(recordOf(7, null, null))).toBeNull();
  });

  it('refuses times that contradict each other, naming the record', () => {
    expect(() => toObservation(recordOf(7, 5, 4))).toThrow(
      'record 7 of session s1: firstByteMs (4) is before sentMs (5)',
    );
    expect(problemsOf([recordOf(1, 5, 5)])).toEqual([]);
    expect(problemsOf([recordOf(1, NaN, 5)])).toEqual(['record 1 of session s1: sentMs is NaN, not a time']);
    expect(problemsOf([recordOf(1, 4, Infinity)])).toEqual([
      'record 1 of session s1: firstByteMs is Infinity, not a time',
    ]);
    expect(problemsOf([recordOf(1, 4, 5, { intendedMs: NaN })])).toEqual([
      'record 1 of session s1: intendedMs is NaN, not a time',
    ]);
    expect(problemsOf([recordOf(1, 4, 6, { endMs: 5 })])).toEqual([
      'record 1 of session s1: endMs (5) is before firstByteMs (6)',
    ]);
    expect(problemsOf([recordOf(1, 4, null, { endMs: 3 })])).toEqual([
      'record 1 of session s1: endMs (3) is before sentMs (4)',
    ]);
    expect(problemsOf([recordOf(1, null, 5)])).toEqual(['record 1 of session s1: answered but never sent']);
    expect(problemsOf([recordOf(1, 4, null, { status: 200 })])).toEqual([
      'record 1 of session s1: status 200 without firstByteMs',
    ]);
  });
});

describe('observe', () => {
  it('keeps the order and leaves out what was never sent', () => {
    const observations = observe([recordOf(3, 9, 10), recordOf(1, null, null), recordOf(2, 1, 2)]);
    expect(observations.map(({ id }) => id)).toEqual([3, 2]);
  });

  it('refuses a record that comes twice: it would prove a violation that never happened', () => {
    expect(problemsOf([recordOf(3, 9, 10), recordOf(3, 9, 10)])).toEqual([
      'record 3 of session s1: its id came before',
    ]);
  });

  it('lists every problem, and counts those beyond twenty', () => {
    const records = Array.from({ length: 23 }, (_, id) => recordOf(id, 5, 4));
    const problems = problemsOf(records);
    expect(problems).toHaveLength(21);
    expect(problems.at(-1)).toBe('and 3 more records like these');
    expect(problemsOf(records.slice(0, 20))).toHaveLength(20);
  });
});
