import { usageError } from '../../support/errors.ts';
import { ceilToUs, floorToUs, type RequestRecord } from '../records.ts';

/** The records of one process or machine, and what its clock has to do with the common one. */
export interface RecordSource {
  /** Name of the source; where it stands before a session's label the sessions of different sources are different ones. */
  readonly label: string;
  readonly records: Iterable<RequestRecord>;
  /** What to add to its times to have them on the common clock, in milliseconds. */
  readonly offsetMs: number;
  /** By how much that may be wrong, either way, in milliseconds. */
  readonly uncertaintyMs: number;
}

export interface MergeOptions {
  /**
   * Whether equal labels of different sources name the same session, driven from several machines with one secret. Default: they
   * don't, and each label gets its source's before it (`b/s1`).
   */
  readonly sharedSessions?: boolean;
}

/**
 * The records of several sources on one clock. The spans in which a request was decided grow by the uncertainty of the offset, so that
 * whatever is proved of them holds wherever the clocks truly stood:
 *
 *     its own clock        |---|
 *     the common one    |~~|---|~~|      sent − uncertainty … first byte + uncertainty
 *
 * Ids are given anew, in the order of the sources, for each source counts from the same number.
 * @throws HarnessError for an offset or uncertainty that is none, and for labels that come twice.
 */
export function mergeRecords(sources: readonly RecordSource[], options: MergeOptions = {}): RequestRecord[] {
  const merge = createRecordMerger(sources, options);
  return sources.flatMap(({ label, records }) => Array.from(records, (record) => merge(label, record)));
}

/**
 * `mergeRecords` for records that come one by one: puts a record of the source of that label on the common clock. The sources must
 * come one after the other for the ids to be what `mergeRecords` gives.
 */
export function createRecordMerger(
  sources: readonly Omit<RecordSource, 'records'>[],
  { sharedSessions = false }: MergeOptions = {},
): (label: string, record: RequestRecord) => RequestRecord {
  const problems = sources.flatMap(({ label, offsetMs, uncertaintyMs }, i) => [
    ...(Number.isFinite(offsetMs) ? [] : [`${label}: its clock offset is ${offsetMs}, not a time`]),
    ...(uncertaintyMs >= 0 && Number.isFinite(uncertaintyMs)
      ? []
      : [`${label}: the uncertainty of its clock is ${uncertaintyMs}: it must be 0 or more`]),
    ...(sources.findIndex((other) => other.label === label) === i
      ? []
      : [`${label}: two sources have this name`]),
  ]);
  if (problems.length > 0) throw usageError(...problems);
  const byLabel = new Map(sources.map((source) => [source.label, source]));
  let lastId = 0;
  return (label, record) => {
    const source = byLabel.get(label);
    if (source === undefined) throw usageError(`${label}: no source has this name`);
    const { offsetMs, uncertaintyMs } = source;
    const earlier = (ms: number | null) => (ms === null ? null : floorToUs(ms + offsetMs - uncertaintyMs));
    const later = (ms: number | null) => (ms === null ? null : ceilToUs(ms + offsetMs + uncertaintyMs));
    lastId += 1;
    return {
      ...record,
      id: lastId,
      session: sharedSessions ? record.session : `${label}/${record.session}`,
      intendedMs: record.intendedMs === null ? null : record.intendedMs + offsetMs,
      sentMs: earlier(record.sentMs),
      firstByteMs: later(record.firstByteMs),
      endMs: later(record.endMs),
    };
  };
}
