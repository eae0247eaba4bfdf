import type { LifecycleFinding, MsRange, Search, SessionRecovery } from '../bench/index.ts';
import { formatLatency } from './format.ts';
import type { RunFile } from './run-file.ts';

/** One thing that a step found, in words for people. */
export interface FindingLine {
  /** What it is about: `recovery`, `lifecycle`. */
  readonly about: string;
  readonly state: 'good' | 'bad' | 'open' | 'told';
  readonly text: string;
}

const ms = (value: number): string => formatLatency(value * 1000);

const rangeOf = ({ fromMs, toMs }: MsRange): string =>
  toMs === null ? `at least ${ms(fromMs)} ms` : `${ms(fromMs)} to ${ms(toMs)} ms`;

/** What the steps of a run found beside their records, a line each; none for a run without such steps. */
export function findingLines({ recovery, lifecycle = [], search, settings }: RunFile): FindingLine[] {
  return [
    ...(search === undefined ? [] : searchLines(search, settings.limits === undefined ? '' : ' on average')),
    ...(recovery === undefined
      ? []
      : [recoveryLine(recovery.worst, recovery.after, recovery.sessions.length)]),
    ...lifecycle.map(lifecycleLine),
  ];
}

function recoveryLine(worst: SessionRecovery | null, after: string, sessions: number): FindingLine {
  const about = 'recovery';
  if (worst === null) return { about, state: 'open', text: `after ${after}: no session could be watched` };
  const slowest = sessions === 1 ? worst.session : `the slowest of ${sessions} sessions, ${worst.session}`;
  return worst.toMs === null
    ? { about, state: 'open', text: `after ${after}: not seen in ${slowest}, for ${rangeOf(worst)}` }
    : {
        about,
        state: 'told',
        text: `after ${after}: ${rangeOf(worst)} until admitted as before (${slowest})`,
      };
}

function lifecycleLine({
  kind,
  session,
  outcome,
  reason,
  admittedAfter,
  lateMs,
}: LifecycleFinding): FindingLine {
  const about = 'lifecycle';
  const secret = kind === 'cancelled' ? 'a cancelled secret' : 'an expired secret';
  if (outcome === 'inconclusive' || lateMs === null)
    return {
      about,
      state: 'open',
      text: `${secret} (${session}): cannot be told, ${reason ?? 'no reason was given'}`,
    };
  if (outcome === 'not_refuted')
    return {
      about,
      state: 'good',
      text: `${secret} (${session}) was refused, ${ms(lateMs.toMs ?? 0)} ms after its end at the latest`,
    };
  const still = lateMs.toMs === null ? ', and to the last' : '';
  return {
    about,
    state: 'bad',
    text: `${secret} (${session}) was honoured for ${rangeOf(lateMs)} after its end${still}: ${admittedAfter} ${admittedAfter === 1 ? 'request that was' : 'requests that were'} sent after it ${admittedAfter === 1 ? 'was' : 'were'} admitted`,
  };
}

/** @param onAverage says that sessions have different limits. */
function searchLines(
  { from, to, resolution, held, notHeld, trials }: Search,
  onAverage: string,
): FindingLine[] {
  const about = 'search';
  const rated = (load: number) => {
    const perMinute = trials.find((trial) => trial.load === load)?.ratePerMinute ?? 0;
    return `${load} times the limit (${Number(perMinute.toPrecision(4))} a minute and session${onAverage})`;
  };
  const why = trials
    .find(({ load }) => load === notHeld)
    ?.thresholds.filter(({ state }) => state !== 'kept')
    .map(({ text, says }) => `${text}: ${says}`)
    .join(', ');
  const tried = `${trials.length} ${trials.length === 1 ? 'trial' : 'trials'} from ${from} to ${to}, one of each load, to within ${resolution * 100} %`;
  if (held === null && notHeld === null) return [{ about, state: 'open', text: 'no trial came to its end' }];
  if (held === null) return [{ about, state: 'bad', text: `not even ${rated(from)} held (${why})` }];
  const found = { about, state: 'good', text: `held up to ${rated(held)}; ${tried}` } as const;
  return notHeld === null
    ? [
        {
          ...found,
          text: `held up to ${rated(held)}${held === to ? ', the highest that was tried' : ''}; ${tried}`,
        },
      ]
    : [found, { about, state: 'told', text: `not at ${rated(notHeld)}: ${why}` }];
}
