import { documentedExamples } from '../../schema/testing/documented-examples.ts';
import { json } from './draft.ts';
import type { Draft } from './draft.ts';

const where = 'The public documentation of the official clients prints this body';

/** What an example does that the contract on the same page doesn't say, and what a reader makes of it. */
const drifts: Readonly<Record<string, readonly [name: string, what: string]>> = {
  'cancel, handwritten': [
    'documented-cancel',
    'it lacks client_secret, expires_at, user, rate_limits, chatkit_configuration and two fields of the workflow, and has scope, ttl_seconds and cancelled_at besides',
  ],
  'create, handwritten': [
    'documented-create',
    'it lacks id, object, user, rate_limits, chatkit_configuration and two fields of the workflow, and has scope and max_requests_per_session besides',
  ],
  'list items, generated': [
    'documented-list-items-generated',
    'preview_url is no URI; first_id and last_id are of no entry while has_more is true, so that a client which is always answered like this never ends',
  ],
  'list items, handwritten': [
    'documented-list-items',
    'the types of the items lack their prefix, the items created_at, thread_id and more, the list first_id and last_id; and it is in ascending order, though the default is descending',
  ],
  'retrieve, handwritten': [
    'documented-retrieve',
    'it lacks created_at, status and user, and has a list of items besides; the thread that was asked for has another id',
  ],
  'list threads, generated': [
    'documented-list-threads-generated',
    'its form is right, but first_id and last_id are of no entry while has_more is true, so that a client which is always answered like this never ends',
  ],
  'list threads, handwritten': [
    'documented-list-threads',
    'its threads lack created_at, status and user, the list first_id and last_id',
  ],
};

/** Examples that keep the contract, whatever their zeros and placeholders. */
const faithful: Readonly<Record<string, string>> = {
  'session, generated': 'documented-session-generated',
  'retrieve, generated': 'documented-retrieve-generated',
  'delete, generated': 'documented-delete-generated',
};

/**
 * Every example body of the public documentation.
 * @throws Error when an example has no line above.
 */
export const documentedCases = (): Draft[] =>
  documentedExamples.map(({ name, shape, body }): Draft => {
    const bytes = json(body);
    const drift = drifts[name];
    if (drift !== undefined) {
      const lying = name.startsWith('list') && name.endsWith('generated');
      return {
        shape,
        verdict: 'either',
        name: drift[0],
        bytes,
        reason: `${where}, and contradicts the contract on the same page: ${drift[1]}.`,
        source: 'seed',
        features: ['documented', 'drift', ...(lying ? (['lying-page'] as const) : [])],
      };
    }
    const slug = faithful[name];
    if (slug === undefined) throw new Error(`no case is known for the documented example '${name}'`);
    return {
      shape,
      verdict: 'accept',
      name: slug,
      bytes,
      reason: `${where}; it is filled with placeholders and keeps to the contract.`,
      source: 'seed',
      features: ['documented'],
    };
  });
