import { expect, it } from 'vitest';
import type { RunFile } from '../../load/report/index.ts';
import { sampleRun } from '../../load/report/testing/sample-run.ts';
import { exitCodeOf } from './bench.ts';

const { run, verdicts } = sampleRun();
type Outcome = RunFile['claims']['overall']['outcome'];

const required = (outcome: Outcome, changes: Partial<RunFile> = {}): RunFile => ({
  ...run,
  requirement: { reading: 'rolling', outcome },
  ...changes,
});

it('lets a finding win over everything, and an interruption over silence', () => {
  const crossed = [{ text: 't', state: 'crossed', says: '' }] as const;
  expect(exitCodeOf(required('not_refuted'), false)).toBe(0);
  expect(exitCodeOf(required('proved', { interrupted: true, thresholds: crossed }), false)).toBe(1);
  expect(exitCodeOf(required('not_refuted', { interrupted: true, thresholds: crossed }), false)).toBe(130);
  expect(exitCodeOf(required('not_refuted', { thresholds: crossed }), false)).toBe(99);
  expect([false, true].map((strict) => exitCodeOf(required('inconclusive'), strict))).toEqual([0, 1]);
});

it('asks of an identification of several limits that each is named, with --strict', () => {
  const { requirement: _, ...asked } = run;
  const fingerprint = (outcome: 'identified' | 'ambiguous') => ({ ...verdicts.fingerprint, outcome });
  const by = (...outcomes: ('identified' | 'ambiguous')[]) =>
    outcomes.map((outcome, i) => ({
      limit: i + 1,
      sessions: [],
      ended: '',
      fingerprint: fingerprint(outcome),
    }));
  const codeOf = (joint: 'identified' | 'ambiguous', identifiedBy?: RunFile['identifiedBy']) =>
    exitCodeOf(
      {
        ...asked,
        identifyEnded: 'done',
        verdicts: { ...verdicts, fingerprint: fingerprint(joint) },
        ...(identifiedBy === undefined ? {} : { identifiedBy }),
      },
      true,
    );
  expect([codeOf('identified'), codeOf('ambiguous')]).toEqual([0, 1]);
  expect(codeOf('ambiguous', by('identified', 'identified'))).toBe(0);
  expect(codeOf('identified', by('identified', 'ambiguous'))).toBe(1);
});
