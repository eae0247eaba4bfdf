import type { ClaimOutcome } from '../analysis/index.ts';
import type { RunFile } from './run-file.ts';

/** More different limits than this are told as a range. */
const mostNamed = 4;

/** What sessions were promised, in words: `limit 10`, `limits 5, 10 and 50`, `limits 5 to 50`. */
export const limitWords = (settings: Limits): string =>
  `${differentIn(settings).length === 1 ? 'limit' : 'limits'} ${limitNumbers(settings)}`;

/** The same without the word: `5 to 50`. */
export function limitNumbers(settings: Limits, format: (limit: number) => string = String): string {
  const different = differentIn(settings).map(format);
  const last = different.at(-1) ?? '';
  if (different.length === 1) return last;
  return different.length > mostNamed
    ? `${different[0]} to ${last}`
    : `${different.slice(0, -1).join(', ')} and ${last}`;
}

type Limits = Pick<RunFile['settings'], 'limit' | 'limits'>;

const differentIn = ({ limit, limits }: Limits): number[] =>
  [...new Set(limits ?? [limit])].toSorted((a, b) => a - b);

/** What became of the sessions with one limit, over all steps that keep a pace. */
export interface LimitRow {
  readonly limit: number;
  /** Sessions by how the claim stands that they were admitted more than that in a rolling window. */
  readonly sessions: Readonly<Record<ClaimOutcome, number>>;
  readonly offered: number;
  readonly admitted: number;
  readonly throttled: number;
  /** Of its sessions and steps, the least and the most; null where there is none. */
  readonly goodput: { readonly least: number; readonly most: number } | null;
  /** Admissions in the fullest rolling window of any of its sessions; null where none could be counted. */
  readonly fullest: number | null;
}

/** What became of each limit, ascending; none where all sessions were promised the same. */
export function limitRows(run: RunFile): LimitRow[] {
  if (run.settings.limits === undefined) return [];
  const kinds = new Map(run.plan.steps.map(({ name, kind }) => [name, kind]));
  const claims = new Map(run.claims.sessions.map((claim) => [claim.session, claim]));
  const shares = Map.groupBy(
    run.steps.filter(({ step }) => kinds.get(step) !== 'saturation').flatMap(({ sessions }) => sessions),
    ({ session }) => session,
  );
  // Secrets whose end is watched ask for a limit that they do not reach.
  const judged = run.sessions.filter(({ step }) => step === null || kinds.get(step) !== 'lifecycle');
  return [...Map.groupBy(judged, ({ policy }) => policy.limit)]
    .toSorted(([a], [b]) => a - b)
    .map(([limit, mine]): LimitRow => {
      const own = mine.flatMap(({ label }) => shares.get(label) ?? []);
      const sum = (name: 'offered' | 'admitted' | 'throttled') =>
        own.reduce((total, share) => total + share[name], 0);
      const goodputs = own.flatMap(({ goodput }) => goodput ?? []).toSorted((a, b) => a - b);
      const [least, most] = [goodputs[0], goodputs.at(-1)];
      const sessions = { proved: 0, not_refuted: 0, inconclusive: 0 };
      let fullest: number | null = null;
      for (const { label } of mine) {
        const claim = claims.get(label);
        sessions[claim?.outcome ?? 'inconclusive'] += 1;
        if (claim?.worst !== undefined) fullest = Math.max(fullest ?? 0, claim.worst.admitted);
      }
      return {
        limit,
        sessions,
        offered: sum('offered'),
        admitted: sum('admitted'),
        throttled: sum('throttled'),
        goodput: least === undefined || most === undefined ? null : { least, most },
        fullest,
      };
    });
}

/** At most so many rows: those with a session that was proved, then others from the whole range, the lowest and the highest among them; ascending. */
export function mostTelling(rows: readonly LimitRow[], most: number): readonly LimitRow[] {
  const proved = rows.filter(({ sessions }) => sessions.proved > 0).slice(0, most);
  const others = rows.filter(({ sessions }) => sessions.proved === 0);
  const room = Math.min(most - proved.length, others.length);
  const between = Array.from(
    { length: room },
    (_, i) => others[room === 1 ? 0 : Math.round((i * (others.length - 1)) / (room - 1))] as LimitRow,
  );
  return [...proved, ...between].toSorted((x, y) => x.limit - y.limit);
}

/** How many sessions have this limit. */
export const sessionCount = ({ sessions }: LimitRow): number =>
  sessions.proved + sessions.not_refuted + sessions.inconclusive;

/** How many sessions stand how: `2 proved, 5 not refuted`. */
export const outcomeWords = ({ sessions }: LimitRow): string =>
  (['proved', 'not_refuted', 'inconclusive'] as const)
    .filter((outcome) => sessions[outcome] > 0)
    .map((outcome) => `${sessions[outcome]} ${outcome.replace('_', ' ')}`)
    .join(', ');

/** `0.98 … 1.02`, or one number where they are the same. */
export function goodputWords({ goodput }: LimitRow): string {
  if (goodput === null) return '–';
  const [least, most] = [goodput.least.toFixed(2), goodput.most.toFixed(2)];
  return least === most ? least : `${least} … ${most}`;
}
