import { onTestFinished } from 'vitest';
import { systemClock } from '../../../support/clock.ts';
import type { RequestRecord } from '../../records.ts';
import { createClosedModelEngine } from '../closed-model.ts';
import type { ClosedModelEngine, ClosedModelOptions } from '../closed-model.ts';
import { createOpenModelEngine } from '../open-model.ts';
import type { OpenModelEngine, OpenModelOptions } from '../open-model.ts';
import type { SessionCredential, Target } from '../target.ts';

export const credentials = (...labels: readonly string[]): SessionCredential[] =>
  labels.map((label) => ({ label, secret: `ek_secret_of_${label}` }));

/** An engine on the real clock that closes with the test, and all the records it leaves. */
export interface OpenModelUnderTest extends OpenModelEngine {
  readonly records: RequestRecord[];
  readonly nowMs: () => number;
}

export function openModel(target: Target, options: Partial<OpenModelOptions> = {}): OpenModelUnderTest {
  const originMs = systemClock.monotonicMs();
  const engine = createOpenModelEngine({
    target,
    sessions: credentials('s1'),
    clock: systemClock,
    originMs,
    ...options,
  });
  onTestFinished(() => engine.close());
  const records: RequestRecord[] = [];
  engine.on('record', (record) => records.push(record));
  return { ...engine, records, nowMs: () => systemClock.monotonicMs() - (options.originMs ?? originMs) };
}

export interface ClosedModelUnderTest extends ClosedModelEngine {
  readonly records: RequestRecord[];
}

export function closedModel(target: Target, options: Partial<ClosedModelOptions> = {}): ClosedModelUnderTest {
  const engine = createClosedModelEngine({
    target,
    sessions: credentials('s1'),
    clock: systemClock,
    originMs: systemClock.monotonicMs(),
    ...options,
  });
  const records: RequestRecord[] = [];
  engine.on('record', (record) => records.push(record));
  return { ...engine, records };
}
