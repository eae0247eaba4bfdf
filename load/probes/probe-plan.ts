import type { RatePolicy } from '../../schema/policy.ts';

/** A request of a probe. */
export interface ProbeSend {
  /** Milliseconds after the probe's start. */
  readonly atMs: number;
  /** Which of the probe's sessions sends it, from 0. */
  readonly session: number;
}

export type ProbeName =
  | 'burst'
  | 'own-edge'
  | 'clock-edge'
  | 'recovery'
  | 'hammer'
  | 'trickle'
  | 'two-sessions'
  | 'blend'
  | 'twice'
  | 'two-edges';

/**
 * What a probe sends, and when. Nothing in it depends on the answers. Its sessions must be fresh, or idle for two windows:
 * whatever came before would count.
 */
export interface ProbePlan {
  readonly name: ProbeName;
  /** What it does, in one line. */
  readonly about: string;
  /** In the order of time. */
  readonly sends: readonly ProbeSend[];
  readonly sessions: number;
  /** From its start to its last send. */
  readonly durationMs: number;
  /** When it must start, modulo the window, on the run's clock; null: at any time. */
  readonly startPhaseMs: number | null;
}

/** What the builders need to know. */
export interface ProbeTerms {
  readonly policy: RatePolicy;
  /** Kept between a send and the edge that it aims at: more than answers take and sends are late. */
  readonly marginMs: number;
}

/**
 * On which terms a deployment can be probed: its policy, and by how much sends keep away from the edge of a window
 * (1.5 times the latency, 0.2 % of the window, or 5 ms, whichever is most).
 * @param latencyMs how long answers take, most of them.
 */
export const probeTerms = (policy: RatePolicy, latencyMs: number): ProbeTerms => ({
  policy,
  marginMs: Math.max(5, 0.002 * policy.windowMs, 1.5 * latencyMs),
});

const at = (atMs: number, count: number, session = 0): ProbeSend[] =>
  Array.from({ length: Math.max(0, count) }, () => ({ atMs, session }));

const even = (fromMs: number, toMs: number, count: number, session = 0): ProbeSend[] =>
  Array.from({ length: Math.max(0, count) }, (_, i) => ({
    atMs: fromMs + ((toMs - fromMs) * i) / Math.max(1, count - 1),
    session,
  }));

function plan(
  name: ProbeName,
  about: string,
  sends: readonly ProbeSend[],
  startPhaseMs: number | null = null,
): ProbePlan {
  const ordered = sends.toSorted((a, b) => a.atMs - b.atMs);
  return {
    name,
    about,
    sends: ordered,
    sessions: 1 + Math.max(...ordered.map(({ session }) => session)),
    durationMs: ordered.at(-1)?.atMs ?? 0,
    startPhaseMs,
  };
}

/**
 * A burst from idle: how many are admitted at once. `|||||||!!`
 * @param size default N + 2.
 */
export const burstProbe = ({ policy }: ProbeTerms, size = policy.limit + 2): ProbePlan =>
  plan('burst', `${size} at once from idle`, at(0, size));

/**
 * A burst, and another at another phase of every window: a window's edge can split one of them, but not both.
 *
 *     |||||||!!          |||||||!!
 *     0         1.37 W
 */
export const twiceProbe = ({ policy: { limit, windowMs } }: ProbeTerms): ProbePlan =>
  plan('twice', 'more than a quota at once, twice, at different phases of a window', [
    ...at(0, limit + 2),
    ...at(1.37 * windowMs, limit + 2),
  ]);

/**
 * The edge of a window that opens with the session's own first request:
 *
 *     |1           N−1|N+2
 *     0          0.9W  W      fixed and anchored: N past W; a log: one; a bucket: what came back meanwhile
 */
export const ownEdgeProbe = (
  { policy: { limit, windowMs }, marginMs }: ProbeTerms,
  startPhaseMs: number | null = null,
): ProbePlan =>
  plan(
    'own-edge',
    'one, nearly a quota just before its window ends, a quota just after',
    [...at(0, 1), ...at(0.9 * windowMs, limit - 1), ...at(windowMs + 2 * marginMs, limit + 2)],
    startPhaseMs,
  );

/** A quota just before the edge of a window of the clock, and one just after. `…N|N+2…` */
export const clockEdgeProbe = (
  { policy: { limit, windowMs }, marginMs }: ProbeTerms,
  edgePhaseMs: number,
): ProbePlan => {
  const beforeMs = Math.max(2 * marginMs, 0.05 * windowMs);
  return plan(
    'clock-edge',
    'a quota just before the edge of the window of the clock, and one just after',
    [...at(0, limit), ...at(beforeMs + 2 * marginMs, limit + 2)],
    modulo(edgePhaseMs - beforeMs, windowMs),
  );
};

/** A quota spread over most of a window, then bursts to see how much has come back: `| | | | |  !! |! |! ||` */
export const recoveryProbe = (
  { policy: { limit, windowMs }, marginMs }: ProbeTerms,
  startPhaseMs: number | null = null,
): ProbePlan => {
  const bursts = [0.85, 1.0 + (2 * marginMs) / windowMs, 1.3, 1.6].flatMap((part, i) =>
    at(part * windowMs, i === 0 ? 2 : Math.ceil(limit / 3) + 1),
  );
  return plan(
    'recovery',
    'a quota spread over most of a window, then bursts to see what has come back',
    [...even(0, 0.8 * windowMs, limit), ...bursts],
    startPhaseMs,
  );
};

/**
 * A quota at once, then on and on for more than two windows: whether trying keeps one out, and when anything comes back.
 * `|||||!!!!!!!!!`
 * @param windows for how many of them it goes on.
 */
export const hammerProbe = (
  { policy: { limit, windowMs } }: ProbeTerms,
  startPhaseMs: number | null = null,
  windows = 2.2,
): ProbePlan => {
  const every = windowMs / Math.min(2 * limit, 40);
  const count = Math.ceil((windows * windowMs) / every);
  return plan(
    'hammer',
    'a quota at once, then trying on for more than two windows',
    [...at(0, limit), ...even(every, windows * windowMs, count)],
    startPhaseMs,
  );
};

/** Evenly, a little faster than the rate, for three windows: what a bucket refuses only now and then. `| | | | |!| |` */
export const trickleProbe = ({ policy: { limit, windowMs } }: ProbeTerms): ProbePlan =>
  plan(
    'trickle',
    'a tenth above the rate for three windows',
    even(0, 3 * windowMs, Math.ceil(3.3 * limit) + 1),
  );

/** One session over its limit, another right after within its own: what one does must not move the other. */
export const twoSessionsProbe = ({ policy: { limit, windowMs }, marginMs }: ProbeTerms): ProbePlan =>
  plan('two-sessions', 'one session over its limit, and another within its own right after', [
    ...at(0, limit + 2, 0),
    ...at(Math.max(2 * marginMs, 0.03 * windowMs), limit, 1),
  ]);

/**
 * For counters that blend two windows: a quota at once, silence until the next window of the clock is well under way, then bursts.
 *
 *     |||||         · · ·|!     |!      a log has forgotten all, a counter still remembers a share
 *     0                 1.1W   1.5W
 */
export const blendProbe = (
  { policy: { limit, windowMs } }: ProbeTerms,
  startPhaseMs: number | null = null,
): ProbePlan =>
  plan(
    'blend',
    'a quota late in a window, silence for a window and a little, then a quota twice',
    [...at(0, limit), ...at(1.1 * windowMs, limit + 1), ...at(1.6 * windowMs, limit + 1)],
    startPhaseMs,
  );

/**
 * A quota, one more now and then until just before its window is over, and a quota just after; then the same again. A window that is
 * shorter or longer than promised shows between the edges or at one of them, also where every second of its edges falls where one should be.
 *
 *     |N    !    !  !||N   !    !  !||N
 *     0              W              2W
 *
 * @param quota what is admitted at once: the limit, or what is more or less than that.
 */
export const twoEdgesProbe = (
  { policy: { windowMs }, marginMs }: ProbeTerms,
  quota: number,
  startPhaseMs: number | null = null,
): ProbePlan => {
  const after = (fromMs: number, untilMs: number) =>
    [fromMs + windowMs / 3, fromMs + (2 * windowMs) / 3, untilMs].flatMap((atMs) => at(atMs, 1));
  return plan(
    'two-edges',
    'a quota at once, and twice one now and then until its window ends and a quota just after',
    [
      ...at(0, quota),
      ...after(0, windowMs - 2 * marginMs),
      ...at(windowMs + 2 * marginMs, quota + 1),
      ...after(windowMs, 2 * windowMs - 4 * marginMs),
      ...at(2 * windowMs + 5 * marginMs, quota + 1),
    ],
    startPhaseMs,
  );
};

const modulo = (value: number, length: number): number => ((value % length) + length) % length;
