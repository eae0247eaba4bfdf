import type { RatePolicy } from '../../schema/index.ts';
import { createStepSummary, judgeSegments } from '../analysis/index.ts';
import type { RollingJudgement, StepSummary, StepSummaryOptions } from '../analysis/index.ts';
import type { RequestRecord } from '../records.ts';
import type { PlannedStep } from './plan.ts';
import { seenReopening } from './probes.ts';
import type { Moment } from './probes.ts';
import { createRecordSample, drawnPerStep } from './record-sample.ts';
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
  /** In the order in which they came; see `BenchOutcome.records`. */
  readonly records: readonly RequestRecord[];
  /** Every one, as often as asked. */
  all(): Iterable<RequestRecord>;
}

/**
 * @param tell is called with each record, synchronously.
 * @param reread gives all records again that were told: with it only a sample of a long step is kept in memory. Default: all are kept.
 */
export function createRecordSink(
  tell: (record: RequestRecord) => void,
  reread?: () => Iterable<RequestRecord>,
): RecordSink {
  const sample = createRecordSample(reread === undefined ? Infinity : drawnPerStep);
  const all = (): Iterable<RequestRecord> =>
    sample.isWhole || reread === undefined ? sample.records() : reread();
  return {
    keep(record) {
      sample.add(record);
      tell(record);
    },
    count: () => sample.count,
    reopening: () => seenReopening(sample.records()),
    refuseUseless: (step) => refuseUseless(sample.records(), step),
    summary(options) {
      const summary = createStepSummary(options);
      for (const record of all()) summary.add(record);
      return summary.result();
    },
    judgement: (policies) => judgeSegments(all(), policies).rolling,
    get records() {
      return sample.records();
    },
    all,
  };
}
