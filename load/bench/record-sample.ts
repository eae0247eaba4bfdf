import type { RequestRecord } from '../records.ts';
import { PackedRecords } from './packed-records.ts';

/** Records for drawings: every one of a step up to a number, and evenly fewer of a longer one. */
export interface RecordSample {
  add(record: RequestRecord): void;
  /** Records that were added. */
  readonly count: number;
  /** Whether none was left out. */
  readonly isWhole: boolean;
  /** Step by step, within each in the order in which they came. */
  records(): readonly RequestRecord[];
}

/** Enough for any drawing. */
export const drawnPerStep = 50_000;

interface Step {
  readonly kept: PackedRecords;
  /** One of so many is kept. */
  stride: number;
  seen: number;
}

/** Records that are looked at at a time: one between two requests finds nothing of what it needs in the processor's caches. */
const batch = 128;

/** @param mostPerStep records that are kept of a step at the most; at least half as many are, once there are more. */
export function createRecordSample(mostPerStep: number): RecordSample {
  const steps = new Map<string, Step>();
  let recent: RequestRecord[] = [];
  let count = 0;
  let whole = true;
  /** What was asked for last, until there is more. */
  let listed: readonly RequestRecord[] | null = null;

  function settle(): void {
    for (const record of recent) keep(stepOf(record), record);
    recent = [];
  }

  function stepOf({ step: name }: RequestRecord): Step {
    let step = steps.get(name);
    if (step === undefined) steps.set(name, (step = { kept: new PackedRecords(name), stride: 1, seen: 0 }));
    return step;
  }

  function keep(step: Step, record: RequestRecord): void {
    step.seen += 1;
    if ((step.seen - 1) % step.stride !== 0) return;
    if (step.kept.length >= mostPerStep) {
      whole = false;
      step.kept.thin();
      step.stride *= 2;
      if ((step.seen - 1) % step.stride !== 0) return;
    }
    step.kept.push(record);
  }

  return {
    add(record) {
      count += 1;
      listed = null;
      recent.push(record);
      if (recent.length === batch) settle();
    },
    get count() {
      return count;
    },
    get isWhole() {
      settle();
      return whole;
    },
    records() {
      settle();
      return (listed ??= [...steps.values()].flatMap(({ kept }) => kept.records()));
    },
  };
}
