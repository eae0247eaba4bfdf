import { sumOverLimits } from './limits.ts';
import { lifeMarginOf, longestLifeSeconds } from './session-life.ts';
import type { BenchSettings } from './settings.ts';

/** A burst of a probe is spread over this part of the window: short beside the window, kind to the connections. */
export const burstShare = 0.05;

/** Requests a second, of all sessions together, that a machine which has other things to do still sends in time. */
const mostPerSecond = 800;

type Probed = Pick<BenchSettings, 'policy' | 'limits' | 'sessions'>;

/** How long a burst of every session's quota has to take, whatever the window. */
const burstMs = (settings: Probed): number =>
  (sumOverLimits(settings, (limit) => limit) * 1000) / mostPerSecond;

/** The longest that a step may be for sessions to outlive it. */
const longestMs = ({ sessions }: Probed): number => (longestLifeSeconds - lifeMarginOf(sessions)) * 1000;

const ownMs = ({ policy }: Probed): number => policy.windowMs * (1 + 2 * burstShare);
const sharedMs = ({ policy }: Probed): number => policy.windowMs * 1.5;

/**
 * By how much the first and the last session's probes of their own windows are apart. Bursts of hundreds of sessions at one moment would put the
 * machine to the test that sends them; a window that opens with the session's own request can be probed at any time.
 *
 *     few    s1 |1      9|9          many    s1 |1      9|9
 *            s2 |1      9|9                  s2   |1      9|9
 *            s3 |1      9|9                  s3     |1      9|9
 */
export const staggerMs = (settings: Probed): number =>
  Math.max(
    0,
    Math.min(
      burstMs(settings) - burstShare * settings.policy.windowMs,
      longestMs(settings) - ownMs(settings),
    ),
  );

/** For the same reason the edge of windows that all share is probed by some sessions after the others, a window each. */
export const edgeGroups = (settings: Probed): number => {
  const { windowMs } = settings.policy;
  const wanted = Math.ceil(burstMs(settings) / (burstShare * windowMs));
  const most = 1 + Math.floor((longestMs(settings) - sharedMs(settings)) / windowMs);
  return Math.max(1, Math.min(wanted, most));
};

export const ownEdgeMs = (settings: Probed): number => ownMs(settings) + staggerMs(settings);
export const sharedEdgeMs = (settings: Probed): number =>
  sharedMs(settings) + (edgeGroups(settings) - 1) * settings.policy.windowMs;
