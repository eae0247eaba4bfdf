import { ceilUs, floorUs } from '../microseconds.ts';
import type { RequestRecord } from '../records.ts';
import { readTold } from './claims/told.ts';
import { emptyTold, type ToldColumns } from './claims/told-columns.ts';
import { at, type Columns, outcomeCodes } from './columns.ts';
import { type IsSuccess, isSuccessStatus, type Observation, outcomeOf } from './observation.ts';
import { createRecordCheck } from './record-check.ts';
import { orderBySend } from './send-order.ts';

/** One session's records, packed. */
export interface PackedSession {
  readonly columns: Columns;
  readonly told: ToldColumns;
}

/** Takes in records as they come and keeps of each only the numbers that a verdict needs: some 65 bytes. */
export interface RecordColumns {
  add(record: RequestRecord): void;
  /**
   * Every session's columns, by label, in the order in which they appeared. May be asked for at any time.
   * @param untilUs only of requests sent before; default: of all. Those answered later stand among them as unknown ones: what they may have met
   *   in between is left out.
   * @throws HarnessError for records that contradict themselves and ids that came twice.
   */
  pack(untilUs?: number): Map<string, PackedSession>;
  /** Requests that are held. */
  readonly count: number;
  /**
   * Lets go of the requests sent before `fromUs`. Of those that were answered later, or never, nothing is certain within what is
   * left but that each may have been decided in it: they stay as unknown ones, sent at `fromUs`.
   * @returns the sessions of which something was let go.
   */
  letGoBefore(fromUs: number): string[];
}

/** @param isSuccess which status counts as admitted; default any 2xx. */
export function createRecordColumns(isSuccess: IsSuccess = isSuccessStatus): RecordColumns {
  const check = createRecordCheck();
  const sessions = new Map<string, Growing>();
  return {
    add(record) {
      if (!check.accepts(record) || record.sentMs === null) return;
      const { session, status } = record;
      let growing = sessions.get(session);
      if (growing === undefined) sessions.set(session, (growing = createGrowing()));
      growing.add(record, record.sentMs, outcomeCodes[outcomeOf(status, isSuccess)]);
    },
    pack(untilUs) {
      check.finish();
      return new Map([...sessions].map(([session, growing]) => [session, growing.pack(session, untilUs)]));
    },
    get count() {
      let total = 0;
      for (const { count } of sessions.values()) total += count;
      return total;
    },
    letGoBefore(fromUs) {
      const changed = [...sessions].flatMap(([session, growing]) =>
        growing.letGoBefore(fromUs) ? [session] : [],
      );
      for (const session of changed) if (sessions.get(session)?.count === 0) sessions.delete(session);
      return changed;
    },
  };
}

type Growing = ReturnType<typeof createGrowing>;

/** A session's columns while records still come, in the order in which they do. */
function createGrowing() {
  let capacity = 64;
  let count = 0;
  let ids = new Float64Array(capacity);
  let sentUs = new Float64Array(capacity);
  let firstByteUs = new Float64Array(capacity);
  let outcomes = new Uint8Array(capacity);
  // Of a deployment that tells nothing nothing is kept.
  let told: ToldColumns | null = null;

  function grow(): void {
    capacity *= 2;
    ids = enlarged(ids, capacity);
    sentUs = enlarged(sentUs, capacity);
    firstByteUs = enlarged(firstByteUs, capacity);
    const wider = new Uint8Array(capacity);
    wider.set(outcomes);
    outcomes = wider;
    told = told === null ? null : mapTold(told, (column) => enlarged(column, capacity));
  }

  return {
    add(
      { id, firstByteMs, headers }: Pick<RequestRecord, 'id' | 'firstByteMs' | 'headers'>,
      sentMs: number,
      outcome: number,
    ): void {
      if (count === capacity) grow();
      ids[count] = id;
      sentUs[count] = floorUs(sentMs);
      firstByteUs[count] = firstByteMs === null ? Infinity : ceilUs(firstByteMs);
      outcomes[count] = outcome;
      if (headers !== undefined) {
        told ??= emptyTold(capacity);
        const one = readTold(headers);
        if (one.retryAfterMs !== null) told.retryAfterUs[count] = one.retryAfterMs * 1000;
        told.retryRoundingUs[count] = one.retryRoundingMs * 1000;
        if (one.limit !== null) told.limit[count] = one.limit;
        if (one.remaining !== null) told.remaining[count] = one.remaining;
        if (one.resetMs !== null) told.resetUs[count] = one.resetMs * 1000;
        told.resetRoundingUs[count] = one.resetRoundingMs * 1000;
      }
      count += 1;
    },
    get count() {
      return count;
    },
    letGoBefore(fromUs: number): boolean {
      let kept = 0;
      let changed = false;
      for (let i = 0; i < count; i += 1) {
        const early = at(sentUs, i) < fromUs;
        changed ||= early;
        if (early && at(firstByteUs, i) < fromUs) continue;
        ids[kept] = at(ids, i);
        sentUs[kept] = early ? fromUs : at(sentUs, i);
        firstByteUs[kept] = at(firstByteUs, i);
        outcomes[kept] = early ? outcomeCodes.unknown : at(outcomes, i);
        if (told !== null) for (const column of columnsOf(told)) column[kept] = early ? NaN : at(column, i);
        kept += 1;
      }
      if (told !== null) for (const column of columnsOf(told)) column.fill(NaN, kept);
      count = kept;
      return changed;
    },
    pack(session: string, untilUs = Infinity): PackedSession {
      const all = orderBySend(sentUs.subarray(0, count), firstByteUs, ids);
      const order = all.subarray(0, countSentBefore(all, untilUs));
      const sorted = (column: Float64Array): Float64Array =>
        permuted(column, order, new Float64Array(order.length));
      return {
        columns: {
          session,
          count: order.length,
          ids: sorted(ids),
          sentUs: sorted(sentUs),
          firstByteUs: sorted(firstByteUs),
          outcomes: closed(outcomes, outcomeCodes.unknown, new Uint8Array(order.length)),
        },
        told:
          told === null
            ? emptyTold(order.length)
            : mapTold(told, (column) => closed(column, NaN, new Float64Array(order.length))),
      };

      /** A column in the order of sends; `open` of what was answered later. */
      function closed<C extends Float64Array | Uint8Array>(column: C, open: number, into: C): C {
        if (untilUs === Infinity) return permuted(column, order, into);
        for (let k = 0; k < order.length; k += 1) {
          const i = at(order, k);
          into[k] = isOpen(i, untilUs) ? open : at(column, i);
        }
        return into;
      }
    },
  };

  function isOpen(index: number, untilUs: number): boolean {
    return untilUs !== Infinity && at(firstByteUs, index) >= untilUs;
  }

  function countSentBefore(order: Uint32Array, us: number): number {
    let sent = order.length;
    while (sent > 0 && at(sentUs, at(order, sent - 1)) >= us) sent -= 1;
    return sent;
  }
}

/** Twice as long, what is new unknown. */
function enlarged(column: Float64Array, capacity: number): Float64Array<ArrayBuffer> {
  const wider = new Float64Array(capacity).fill(NaN, column.length);
  wider.set(column);
  return wider;
}

function permuted<C extends Float64Array | Uint8Array>(column: C, order: Uint32Array, into: C): C {
  for (let k = 0; k < order.length; k += 1) into[k] = at(column, at(order, k));
  return into;
}

const mapTold = (told: ToldColumns, change: (column: Float64Array) => Float64Array): ToldColumns => ({
  retryAfterUs: change(told.retryAfterUs),
  retryRoundingUs: change(told.retryRoundingUs),
  limit: change(told.limit),
  remaining: change(told.remaining),
  resetUs: change(told.resetUs),
  resetRoundingUs: change(told.resetRoundingUs),
});

const columnsOf = (told: ToldColumns): Float64Array[] => [
  told.retryAfterUs,
  told.retryRoundingUs,
  told.limit,
  told.remaining,
  told.resetUs,
  told.resetRoundingUs,
];

/** The packed sessions of records that are there already. */
export function packRecords(
  records: Iterable<RequestRecord>,
  isSuccess?: IsSuccess,
): Map<string, PackedSession> {
  const columns = createRecordColumns(isSuccess);
  for (const record of records) columns.add(record);
  return columns.pack();
}

/** What is known of a session that sent nothing. */
export const emptySession = (session: string): PackedSession => createGrowing().pack(session);

/** The columns of a session's observations, in any order. */
export function packObservations(session: string, observations: readonly Observation[]): Columns {
  const growing = createGrowing();
  for (const { id, sentMs, firstByteMs, outcome } of observations)
    growing.add({ id, firstByteMs }, sentMs, outcomeCodes[outcome]);
  return growing.pack(session).columns;
}
