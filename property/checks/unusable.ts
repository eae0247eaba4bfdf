import type { FirstAnswers } from './survey.ts';
import type { WireOutcome } from './wire.ts';

const isRefused = (status: number | undefined): boolean => status === 401 || status === 403;

/**
 * Why nothing can be said of a deployment, from its very first answers; undefined when something can. A connection
 * that was not opened is told by its code (`ECONNREFUSED`).
 */
export function whyUnusable(
  outcome: WireOutcome | undefined,
  { list, create }: FirstAnswers,
): string | undefined {
  if (outcome?.kind === 'failure' && outcome.failure === 'unreachable') return outcome.code;
  if (isRefused(list) && (isRefused(create) || create === undefined))
    return `threads.list was answered ${list}: is the API key right? (--api-key or OPENAI_API_KEY)`;
  if (list === 404 && create === 404)
    return 'threads.list and sessions.create were answered 404: does the base URL end in /v1?';
  return undefined;
}
