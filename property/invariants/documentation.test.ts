import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { invariantNames, invariants } from './registry.ts';

const page = readFileSync(new URL('../../docs/invariants.md', import.meta.url), 'utf8');

it('lists every invariant as the registry has it, in its order', () => {
  const rows = page
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .filter(([, name]) => /^`[a-z0-9]+(_[a-z0-9]+)+`$/.test(name ?? ''))
    .map(([, name, claim, evidence, source]) => ({ name, claim, evidence, source }));
  expect(rows).toEqual(
    invariantNames.map((name) => {
      const { claim, evidence, source } = invariants[name];
      return { name: `\`${name}\``, claim, evidence: `\`${evidence}\``, source };
    }),
  );
});
