import type { RatePolicy } from '../../schema/index.ts';
import { createStepSummary, judgeRolling } from '../analysis/index.ts';
import type { RollingJudgement, StepSummary, StepSummaryOptions } from '../analysis/index.ts';
import type { RequestRecord } from '../records.ts';
import type { PlannedStep } from './plan.ts';
import { seenReopening } from './probes.ts';
import type { Moment } from './probes.ts';
import { refuseUseless } from './useless.ts';

/**
 * Where the records of a run go, and all that is asked of them later. A step that needs more of its own records listens to
 * its engine; nothing but this file knows how records are kept.
 */
export interface RecordSink {
  /** Takes a record in, and tells the run's listener. */
  keep(record: RequestRecord): void;
  /** Records so far. */
  count(): number;
  /** When admission was seen to reopen; see `seenReopening`. */
  reopening(): Moment | null;
  /** @throws HarnessError (exit code 3) when nothing so far was of use; see `refuseUseless`. */
  refuseUseless(step: PlannedStep): void;
  /** The numbers of each step; see `createStepSummary`. */
  summary(options: StepSummaryOptions): readonly StepSummary[];
  judgement(policies: ReadonlyMap<string, RatePolicy>): RollingJudgement;
  /** For the outcome; in the order in which they came. */
  readonly records: readonly RequestRecord[];
}

/** @param tell is called with each record, synchronously. */
export function createRecordSink(tell: (record: RequestRecord) => void): RecordSink {
  const records: RequestRecord[] = [];
  return {
    keep(record) {
      records.push(record);
      tell(record);
    },
    count: () => records.length,
    reopening: () => seenReopening(records),
    refuseUseless: (step) => refuseUseless(records, step),
    summary(options) {
      const summary = createStepSummary(options);
      for (const record of records) summary.add(record);
      return summary.result();
    },
    judgement: (policies) => judgeRolling(records, policies),
    records,
  };
}
