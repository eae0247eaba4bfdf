import { expect, it } from 'vitest';
import type { Finding, FuzzReport } from '../../property/fuzz/index.ts';
import { traitHint } from './trait-hints.ts';

const finding = (outcome: string, signature: string, detail: string) =>
  ({ signature, fault: { outcome, detail } }) as unknown as Finding;
const report = (findings: readonly Finding[], traits: object = {}) =>
  ({ findings, hello: { traits } }) as unknown as FuzzReport;

const invalid = finding(
  'accepted-invalid',
  'accepted-invalid | thread $.id',
  'breaks the contract: $.id is 0',
);
const filled = finding('added', 'added | thread $.title', '$.title: nothing became null');
const madeUp = finding('added', 'added | thread $.title', '$.title: nothing became "x"');
const dropped = finding('lost', 'lost | unknown field | a value', '$.a: 0 became nothing');
const omitted = finding('lost', 'lost | thread $.title | null', '$.title: null became nothing');
const emptied = finding('changed', 'changed | thread $.title | null to text', '$.title: null became ""');
const noJson = finding('accepted-invalid', 'accepted-invalid | JSON', 'no JSON: trailing bytes');
const lost = finding('lost', 'lost | thread $.title | a value', '$.title: "x" became nothing');

it('names the traits that would allow findings, the one that allows most first', () => {
  const hint = traitHint(report([filled, invalid, invalid, dropped, omitted, emptied, noJson, lost, madeUp]));
  expect(hint).toContain(
    'lenient would allow 2, ignoresUnknownFields would allow 1, fillsDefaults would allow 1, omitsNulls would allow 1, nullsAsDefaults would allow 1',
  );
});

it('says nothing of what no trait allows, or is declared', () => {
  expect(traitHint(report([noJson, lost, madeUp]))).toBeUndefined();
  expect(traitHint(report([invalid], { lenient: true }))).toBeUndefined();
});
