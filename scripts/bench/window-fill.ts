import type { RatePolicy } from '../../schema/index.ts';

/** How full a session's last window is. */
export interface Fill {
  readonly session: string;
  readonly admitted: number;
  readonly limit: number;
}

/** Counts the admissions of every session's last window as they come. */
export interface WindowFill {
  /** Says what sessions are promised, before they are counted; those of which nothing was said have the limit of the policy. */
  limited(sessions: readonly { readonly label: string; readonly policy: RatePolicy }[]): void;
  /** An admission, by when it was sent, in milliseconds. Constant work. */
  add(session: string, sentMs: number): void;
  /** The session that is fullest for its own limit at a moment; null before the first admission. */
  now(atMs: number): Fill | null;
  /** The fullest that any session has been. */
  most(): Fill | null;
  /** Forgets what was counted, for another step. */
  clear(): void;
}

const slots = 64;

interface Session {
  readonly limit: number;
  readonly counts: Uint32Array;
  /** Number of the newest slot. */
  slot: number;
  /** Sum of all slots. */
  admitted: number;
}

/** What a session is, where that is fuller for its limit than the fullest so far. */
const fuller = (fullest: Fill | null, session: string, { admitted, limit }: Session): Fill =>
  fullest === null || admitted * fullest.limit > fullest.admitted * limit
    ? { session, admitted, limit }
    : fullest;

/**
 * Memory and work are bounded whatever is admitted: a session has 64 slots, which together are a little shorter than a window.
 * So what is counted was certainly decided within one window, and a limiter that keeps its limit never looks as if it did not;
 * up to a sixty-fifth of a window may be missing from the count.
 */
export function createWindowFill({ limit, windowMs }: RatePolicy): WindowFill {
  const slotMs = windowMs / (slots + 1);
  const sessions = new Map<string, Session>();
  /** Of those sessions that have another limit than the policy's. */
  const own = new Map<string, number>();
  let most: Fill | null = null;

  function advance(session: Session, slot: number): void {
    const { counts } = session;
    // After a silence longer than a window, one lap clears every slot.
    for (let next = Math.max(session.slot + 1, slot - slots + 1); next <= slot; next += 1) {
      session.admitted -= counts[next % slots] ?? 0;
      counts[next % slots] = 0;
    }
    session.slot = Math.max(session.slot, slot);
  }

  return {
    limited(told) {
      for (const { label, policy } of told) if (policy.limit !== limit) own.set(label, policy.limit);
    },
    add(label, sentMs) {
      const slot = Math.max(0, Math.floor(sentMs / slotMs));
      let session = sessions.get(label);
      if (session === undefined) {
        session = { limit: own.get(label) ?? limit, counts: new Uint32Array(slots), slot, admitted: 0 };
        sessions.set(label, session);
      }
      advance(session, slot);
      // An answer that took longer than a window.
      if (slot <= session.slot - slots) return;
      session.counts[slot % slots] = (session.counts[slot % slots] ?? 0) + 1;
      session.admitted += 1;
      most = fuller(most, label, session);
    },
    now(atMs) {
      const slot = Math.floor(atMs / slotMs);
      let fullest: Fill | null = null;
      for (const [label, session] of sessions) {
        advance(session, slot);
        fullest = fuller(fullest, label, session);
      }
      return fullest;
    },
    most: () => most,
    clear() {
      sessions.clear();
      most = null;
    },
  };
}
