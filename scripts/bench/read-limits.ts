import { dealLimits, mostIdentified, spreadLimits } from '../../load/bench/index.ts';
import type { BenchSettings, SessionSource } from '../../load/bench/index.ts';
import type { OptionReader } from '../options.ts';

/** The limits of the sessions: `limit` is that of all, or the largest of `limits`. */
export type ReadLimits = { readonly limit: number } & Pick<BenchSettings, 'limits'>;

/** What the limits are given to. */
export interface LimitedSessions {
  readonly source: SessionSource;
  readonly count: number;
  /** Whether limiters are to be named, limit by limit. */
  readonly identify: boolean;
  /** `--seed` as it was typed. */
  readonly seed: string | undefined;
}

const largestLimit = 100_000;
const defaultSeed = '1';

/** Reads `--limit`: `10` for every session, `5,10,50` dealt in turn, `5..50` spread over them in an order that `--seed` decides. */
export function readLimits(reader: OptionReader, text: string, of: LimitedSessions): ReadLimits {
  const isRange = text.includes('..');
  if (of.seed !== undefined && !isRange)
    reader.problem('--seed: has no effect unless --limit is a range such as 5..50');
  if (!isRange && !text.includes(',')) return { limit: reader.integer('--limit', text, 1, largestLimit) };
  const limits = isRange ? readRange(reader, text, of) : readList(reader, text, of);
  const different = new Set(limits).size;
  if (of.identify && different > mostIdentified)
    reader.problem(
      `--limit: --identify goes through the limits one after another, ${mostIdentified} different ones at the most, got ${different}; fewer --sessions, or a list such as 5,10,50`,
    );
  return { limit: limits.reduce((most, limit) => Math.max(most, limit), 1), limits };
}

function readRange(reader: OptionReader, text: string, { source, count, seed }: LimitedSessions): number[] {
  const match = /^(\d+)\.\.(\d+)$/.exec(text);
  const [from, to] = [Number(match?.[1]), Number(match?.[2])];
  if (match === null) reader.problem(`--limit: a range has two whole numbers such as 5..50, got '${text}'`);
  else if (from < 1 || to > largestLimit)
    reader.problem(`--limit: limits go from 1 to ${largestLimit}, got '${text}'`);
  else if (from >= to)
    reader.problem(
      from === to
        ? `--limit: '${text}' is one limit; for all sessions to have it, say ${from}`
        : `--limit: the lower limit comes first, got '${text}' (did you mean '${to}..${from}'?)`,
    );
  if (source.kind === 'given')
    reader.problem(
      '--limit: a range is spread over sessions that are created; with --client-secret say the limit of each secret, such as 5,10,50',
    );
  else if (count === 1)
    reader.problem(
      `--limit: a range is spread over several sessions: with '${text}', --sessions is 2 or more`,
    );
  const order = reader.integer('--seed', seed ?? defaultSeed, 0);
  return from >= 1 && from < to && to <= largestLimit && count > 1
    ? spreadLimits({ from, to }, count, order)
    : [1, 2];
}

function readList(reader: OptionReader, text: string, { source, count }: LimitedSessions): number[] {
  const limits = text.split(',').map((one) => reader.integer('--limit', one.trim(), 1, largestLimit));
  if (limits.length > count) {
    const there =
      source.kind === 'given' ? `there are ${count} of --client-secret` : `--sessions is ${count}`;
    reader.problem(`--limit: names ${limits.length} limits, each for a session of its own, and ${there}`);
  }
  return dealLimits(limits, count);
}
