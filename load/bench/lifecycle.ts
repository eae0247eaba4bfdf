import type { ClaimOutcome } from '../analysis/index.ts';
import { isSuccessStatus } from '../analysis/index.ts';
import type { RequestRecord } from '../records.ts';
import type { MsRange } from './ms-range.ts';

/** How a client secret ends. */
export type SecretEndKind = 'cancelled' | 'expired';

/** A client secret that ended in mid-run. Times are the run's. */
export interface SecretEnd {
  readonly kind: SecretEndKind;
  readonly session: string;
  /** It ended between these: a cancellation between its request and its answer, a life by the moment of creation and whole seconds. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Why no end can be told, such as a cancellation that was refused; null when there is no such reason. */
  readonly unknown: string | null;
}

/** A request that a finding names; its record holds the rest. */
export interface NamedRequest {
  readonly id: number;
  readonly sentMs: number;
  /** null when no answer came. */
  readonly firstByteMs: number | null;
}

/**
 * What became of requests with a secret after its end. `proved`: a request that was sent after the end was answered as before, so the
 * deployment honoured a secret that was no longer valid. Never a matter of the limit.
 */
export interface LifecycleFinding {
  readonly kind: SecretEndKind;
  readonly session: string;
  readonly outcome: ClaimOutcome;
  /** For `inconclusive`: why. Otherwise null. */
  readonly reason: string | null;
  readonly endedMs: { readonly fromMs: number; readonly toMs: number };
  /** The first that was refused (401 or 403). */
  readonly firstRefused: NamedRequest | null;
  readonly lastAdmitted: NamedRequest | null;
  /** Admitted requests that were sent after the end, certainly. */
  readonly admittedAfter: number;
  /** How long after its end the secret was honoured. Null when that cannot be told. */
  readonly lateMs: MsRange | null;
}

const isRefusal = (status: number | null): boolean => status === 401 || status === 403;
const isAdmitted = (status: number | null): boolean => status !== null && isSuccessStatus(status);

/**
 * Judges what a session's requests met around the end of its secret:
 *
 *     |s--r| admitted   |cancel----answer|   |s--r| admitted: proof     |s--r| 401
 *                       fromMs       toMs    ╰ honoured at least till here   ╰ and not beyond here
 *
 * @param records of the session, in any order.
 */
export function judgeSecretEnd(end: SecretEnd, records: readonly RequestRecord[]): LifecycleFinding {
  const sent = records
    .flatMap((record) => (record.sentMs === null ? [] : [{ ...record, sentMs: record.sentMs }]))
    .toSorted((a, b) => a.sentMs - b.sentMs);
  const after = sent.filter(({ sentMs }) => sentMs > end.toMs);
  const admittedAfter = after.filter(({ status }) => isAdmitted(status)).length;
  const refusedAfter = after.some(({ status }) => isRefusal(status));
  const last = sent.findLast(({ status }) => isAdmitted(status));
  const firstRefused = sent.find(({ status }) => isRefusal(status));
  const stopped = sent.find(({ status, sentMs }) => isRefusal(status) && sentMs >= (last?.sentMs ?? 0));
  const about = {
    kind: end.kind,
    session: end.session,
    endedMs: { fromMs: end.fromMs, toMs: end.toMs },
    firstRefused: nameRequest(firstRefused),
    lastAdmitted: nameRequest(last),
  };
  const open = (reason: string): LifecycleFinding => ({
    ...about,
    outcome: 'inconclusive',
    reason,
    admittedAfter: 0,
    lateMs: null,
  });
  if (end.unknown !== null) return open(end.unknown);
  if (last === undefined)
    return open('no request of the session was ever admitted, so none could be seen to stop');
  if (admittedAfter === 0 && !refusedAfter)
    return open('no request that was sent after the end was admitted or refused with 401 or 403');
  const lateMs = {
    fromMs: Math.max(0, last.sentMs - end.toMs),
    toMs:
      stopped === undefined || stopped.firstByteMs === null
        ? null
        : Math.max(0, stopped.firstByteMs - end.fromMs),
  };
  return {
    ...about,
    outcome: admittedAfter > 0 ? 'proved' : 'not_refuted',
    reason: null,
    admittedAfter,
    lateMs,
  };
}

const nameRequest = (
  record: (RequestRecord & { readonly sentMs: number }) | undefined,
): NamedRequest | null =>
  record === undefined ? null : { id: record.id, sentMs: record.sentMs, firstByteMs: record.firstByteMs };
