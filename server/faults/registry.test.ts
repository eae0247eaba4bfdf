import { describe, expect, it } from 'vitest';
import { HarnessError } from '../../support/errors.ts';
import { likeliest } from './likeliest.ts';
import { faultNames, faults, isFaultName, selectFaults } from './registry.ts';

describe('the registry', () => {
  it('names some sixty faults in kebab case, each in one line', () => {
    expect(new Set(faultNames).size).toBe(64);
    for (const { name, does, breaks } of faults) {
      expect(name).toMatch(/^[a-z]+(-[a-z0-9]+)*$/);
      for (const text of [does, breaks]) expect(text).toMatch(/^[^\n]{10,140}$/);
      expect(does.endsWith('.')).toBe(false);
    }
  });

  it('knows names and nothing else', () => {
    expect(['cursor-ignored', 'toString', 'Cursor-Ignored', ''].map(isFaultName)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  it('selects each once, in the order in which they are put on', () => {
    const names = selectFaults(['connection-resets', 'cursor-ignored', 'connection-resets']).map(
      ({ name }) => name,
    );
    expect(names).toEqual(['cursor-ignored', 'connection-resets']);
    expect(selectFaults([])).toEqual([]);
  });

  it('names the likely one of every wrong name', () => {
    expect(() => selectFaults(['cursor-ignore', 'limit-ignored', 'nonsense', 'orderunstable'])).toThrow(
      new HarnessError(2, [
        "no fault is called 'cursor-ignore' (did you mean 'cursor-ignored'?); --list-faults lists them",
        "no fault is called 'nonsense'; --list-faults lists them",
        "no fault is called 'orderunstable' (did you mean 'order-unstable'?); --list-faults lists them",
      ]),
    );
  });
});

describe('likeliest', () => {
  const names = ['alpha', 'beta-carotene', 'gamma-rays'];
  it.each<[string, string | undefined]>([
    ['alpha', 'alpha'],
    ['aplha', 'alpha'],
    ['ALPHA', 'alpha'],
    ['beta_carotene', 'beta-carotene'],
    ['carotene', 'beta-carotene'],
    ['ray', undefined],
    ['rays', 'gamma-rays'],
    ['delta-waves', undefined],
    ['', undefined],
    ['alpha'.repeat(30), undefined],
  ])('of %j is %j', (text, name) => {
    expect(likeliest(text, names)).toBe(name);
  });
});
