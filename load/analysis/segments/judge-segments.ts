import type { RatePolicy } from '../../../schema/policy.ts';
import { ceilUs, floorUs } from '../../microseconds.ts';
import type { RequestRecord } from '../../records.ts';
import { type OnJudging, recordsPerTelling } from '../judging-progress.ts';
import { type IsSuccess, isSuccessStatus, outcomeOf } from '../observation.ts';
import { createRecordColumns, type RecordColumns } from '../record-columns.ts';
import { termsOf } from '../terms.ts';
import { judgePacked, type VerdictOptions, type Verdicts } from '../verdicts.ts';
import { createFindingsJoin } from './join-findings.ts';

/** Records that are judged in one piece unless told otherwise: some 0.5 GB. */
export const defaultSegmentRecords = 1_000_000;

/** The tests of refusals look back two windows; see `judgeRefusalsCount`. */
const windowsBack = 2;

/**
 * Judges however many records in bounded memory: in segments of time that overlap, of which one is in memory at a time.
 *
 *     segment 1   |───────────────────|                     a segment is judged when every request
 *     segment 2              |───────────────────|          sent before its end has been read
 *                            |←─ O ──→|
 *
 * *What a segment proves is proved of the run.* It holds every request that was sent in its time, and those still open at its beginning as
 * unknown ones: traffic of which nothing is known before the first record, which is what a session that is not fresh is judged as.
 *
 * *What the run shows within O is shown by a segment.* O is two windows with their tolerances and the longest time to an answer. Take any stretch
 * of time [x, x + L] with L ≤ O and the last segment [f, e) that begins by x. The next one begins at e − O, after x, so that
 * x + L < e − O + O = e: the whole stretch, with every request sent in it, lies in this segment. A witness against a limit N in a window W
 * spans less than W; a refusal is judged by what was sent in the two windows, and one time to an answer, before it.
 *
 * What only a longer stretch shows may be lost: an excess that adds up over many windows while none of them is certainly overfull, phases of
 * windows that only requests far apart exclude together, a refusal that is without cause only because another part of the run shows that
 * refused requests do not count. Such a claim stays not refuted; it never becomes proved by mistake.
 *
 * Memory grows with the requests within two such overlaps, not with the run. Records are walked through twice: first to learn how late a
 * record may come after those sent after it. What cannot be walked through twice is judged whole.
 * @param records in about the order of their answers.
 * @param segmentRecords records up to which all are judged in one piece, and from which on a segment ends as soon as it is long enough.
 */
export function judgeSegments(
  records: Iterable<RequestRecord>,
  policies: ReadonlyMap<string, RatePolicy>,
  options: VerdictOptions = {},
  segmentRecords = defaultSegmentRecords,
): Verdicts {
  const extent = createExtent(options.isSuccess ?? isSuccessStatus);
  const most = isOneShot(records) ? Infinity : segmentRecords;
  let whole: RecordColumns | null = createRecordColumns(options.isSuccess);
  const isRead = tellRecords(options.onProgress, null);
  for (const record of records) {
    isRead();
    extent.add(record);
    if (extent.count > most) whole = null;
    whole?.add(record);
  }
  if (whole === null) return judgeParts(records, policies, options, { extent, segmentRecords });
  const join = createFindingsJoin(policies.keys(), (session) => extent.admitted(session));
  return judgePacked(whole.pack(), policies, options, join);
}

function judgeParts(
  records: Iterable<RequestRecord>,
  policies: ReadonlyMap<string, RatePolicy>,
  options: VerdictOptions,
  { extent, segmentRecords }: { readonly extent: Extent; readonly segmentRecords: number },
): Verdicts {
  const overlapUs = overlapOf(policies, options, extent);
  const columns = createRecordColumns(options.isSuccess);
  const join = createFindingsJoin(policies.keys(), (session) => extent.admitted(session));
  /** Sessions of which something was let go: what came before counts. */
  const partly = new Set<string>();
  const ofSegment: VerdictOptions = {
    ...options,
    isFresh: (session) => (options.isFresh?.(session) ?? false) && !partly.has(session),
  };
  let fromUs = -Infinity;
  let latestUs = -Infinity;
  let held = 0;
  const isRead = tellRecords(options.onProgress, extent.read);
  for (const record of records) {
    isRead();
    columns.add(record);
    if (record.sentMs === null) continue;
    held += 1;
    const sentUs = floorUs(record.sentMs);
    if (fromUs === -Infinity) fromUs = sentUs - extent.disorderUs;
    latestUs = Math.max(latestUs, sentUs);
    const untilUs = latestUs - extent.disorderUs;
    if (held < segmentRecords || untilUs - fromUs < 2 * overlapUs) continue;
    const packed = columns.pack(untilUs);
    judgePacked(packed, policiesOf(policies, packed), ofSegment, join);
    fromUs = untilUs - overlapUs;
    for (const session of columns.letGoBefore(fromUs)) partly.add(session);
    held = columns.count;
  }
  return judgePacked(columns.pack(), policies, ofSegment, join);
}

/** Counts records as they are read, and tells of every so many. */
function tellRecords(onProgress: OnJudging | undefined, of: number | null): () => void {
  let records = 0;
  return () => {
    records += 1;
    if (records % recordsPerTelling === 0) onProgress?.({ kind: 'records', records, of });
  };
}

const policiesOf = (
  policies: ReadonlyMap<string, RatePolicy>,
  packed: ReadonlyMap<string, unknown>,
): Map<string, RatePolicy> => new Map([...policies].filter(([session]) => packed.has(session)));

function overlapOf(
  policies: ReadonlyMap<string, RatePolicy>,
  { clock }: VerdictOptions,
  { longestAnswerUs }: Extent,
): number {
  const longestUs = [...policies.values()].reduce((longest, policy) => {
    const { longUs, resolutionUs } = termsOf(policy, false, clock);
    return Math.max(longest, longUs + resolutionUs);
  }, 0);
  return windowsBack * longestUs + longestAnswerUs + 1;
}

/** Whether they can be walked through no more than once. */
const isOneShot = (records: Iterable<RequestRecord>): boolean =>
  (records[Symbol.iterator]() as unknown) === records;

/** What has to be known of records before they can be judged piece by piece. */
interface Extent {
  /** Records in all. */
  readonly read: number;
  /** Records that were sent. */
  readonly count: number;
  /** By how much a record's send lies before the latest of those that came before it, at the most. */
  readonly disorderUs: number;
  /** From a send to its first byte, at the most. */
  readonly longestAnswerUs: number;
  admitted(session: string): number;
}

function createExtent(isSuccess: IsSuccess): Extent & { add(record: RequestRecord): void } {
  const admitted = new Map<string, number>();
  let [read, count, disorderUs, longestAnswerUs, latestUs] = [0, 0, 0, 0, -Infinity];
  return {
    add({ sentMs, firstByteMs, status, session }) {
      read += 1;
      if (sentMs === null) return;
      count += 1;
      const sentUs = floorUs(sentMs);
      if (sentUs > latestUs) latestUs = sentUs;
      else disorderUs = Math.max(disorderUs, latestUs - sentUs);
      if (firstByteMs !== null) longestAnswerUs = Math.max(longestAnswerUs, ceilUs(firstByteMs) - sentUs);
      if (outcomeOf(status, isSuccess) === 'admitted')
        admitted.set(session, (admitted.get(session) ?? 0) + 1);
    },
    get read() {
      return read;
    },
    get count() {
      return count;
    },
    get disorderUs() {
      return disorderUs;
    },
    get longestAnswerUs() {
      return longestAnswerUs;
    },
    admitted: (session) => admitted.get(session) ?? 0,
  };
}
