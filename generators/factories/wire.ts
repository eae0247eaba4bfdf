import { maxPageLimit } from '../../schema/index.ts';
import type { ErrorBody, ThreadItemListQuery, ThreadListQuery } from '../../schema/index.ts';
import type { Draw } from '../draw.ts';
import { createId } from '../identity.ts';
import type { IdPrefix } from '../identity.ts';
import { defineFactory } from './factory.ts';
import type { Factory } from './factory.ts';
import { drawUser } from './thread.ts';
import type { Trait, TraitTable } from './traits.ts';

/** Traits of an error body: its kind. */
export type ErrorBodyTrait =
  | 'workflowNotFound'
  | 'sessionNotFound'
  | 'missingParameter'
  | 'wrongType'
  | 'missingBetaHeader'
  | 'uploadsDisabled'
  | 'serverError';

type MakeError = (draw: Draw) => ErrorBody['error'];

/**
 * Errors as the service was seen to send them. Source: observed; of the upload error the code alone, of the two
 * parameter errors `param` and `code` are synthetic.
 */
const observed: Readonly<Record<ErrorBodyTrait, MakeError>> = {
  workflowNotFound: (draw) =>
    invalid(`Workflow with id '${createId('wf', draw.stream, draw.startMs)}' not found.`),
  sessionNotFound: (draw) =>
    invalid(`Chatkit Session with id ‘${createId('cksess', draw.stream, draw.startMs)}’ not found.`),
  missingParameter: () => ({
    ...invalid("Missing required parameter: 'user'."),
    param: 'user',
    code: 'missing_required_parameter',
  }),
  wrongType: () => ({
    ...invalid("Invalid type for 'workflow': expected an object, but got a string instead."),
    param: 'workflow',
    code: 'invalid_type',
  }),
  missingBetaHeader: () => invalid("You must provide the 'OpenAI-Beta' header to access the Chatkit API."),
  uploadsDisabled: () => ({
    ...invalid('File uploads are disabled for this session.'),
    code: 'chatkit.file_upload_disabled',
  }),
  serverError: (draw) => ({
    message: `The server had an error while processing your request. Request id: req_${draw.stream.hex(32)}.`,
    type: 'server_error',
    param: null,
    code: null,
  }),
};

function invalid(message: string): ErrorBody['error'] {
  return { message, type: 'invalid_request_error', param: null, code: null };
}

const errorTrait =
  (name: ErrorBodyTrait): Trait<ErrorBody> =>
  (draw) => ({ error: observed[name](draw.at('trait')) });

/**
 * An error body, of a kind that was seen in public reports.
 * @example
 * createErrorBody({ traits: ['missingParameter'] }).error.param; // => 'user'
 * createErrorBody({ overrides: { error: { code: 'rate_limit_exceeded' } } }).error.code; // => 'rate_limit_exceeded'
 */
export const createErrorBody: Factory<ErrorBody, ErrorBodyTrait> = defineFactory(
  'error',
  (draw) => ({ error: draw.pick(Object.values(observed))(draw) }),
  {
    workflowNotFound: errorTrait('workflowNotFound'),
    sessionNotFound: errorTrait('sessionNotFound'),
    missingParameter: errorTrait('missingParameter'),
    wrongType: errorTrait('wrongType'),
    missingBetaHeader: errorTrait('missingBetaHeader'),
    uploadsDisabled: errorTrait('uploadsDisabled'),
    serverError: errorTrait('serverError'),
  },
);

function pageQuery(draw: Draw, prefix: IdPrefix): ThreadItemListQuery {
  const cursor = createId(prefix, draw.stream, draw.startMs);
  return {
    ...(draw.chance(0.3) ? { after: cursor } : draw.chance(0.15) ? { before: cursor } : {}),
    ...(draw.chance(0.6) ? { limit: draw.int(0, maxPageLimit) } : {}),
    ...(draw.chance(0.5) ? { order: draw.pick(['asc', 'desc'] as const) } : {}),
  };
}

/** Traits of a query for a page. */
export type PageQueryTrait = 'firstPage' | 'nextPage' | 'previousPage' | 'ascending' | 'descending';

const pageQueryTraits = (prefix: IdPrefix): TraitTable<ThreadItemListQuery, PageQueryTrait> => {
  const cursor = (draw: Draw) => createId(prefix, draw.at('trait', 'cursor').stream, draw.startMs);
  return {
    firstPage: { after: undefined, before: undefined },
    nextPage: (draw) => ({ after: cursor(draw), before: undefined }),
    previousPage: (draw) => ({ after: undefined, before: cursor(draw) }),
    ascending: { order: 'asc' },
    descending: { order: 'desc' },
  };
};

/**
 * The query of `threads.list`; every part of it is sometimes there.
 * @example
 * const { limit, after } = createThreadListQuery({ traits: ['firstPage'], overrides: { limit: 2 } });
 * [limit, after]; // => [ 2, undefined ]
 */
export const createThreadListQuery: Factory<ThreadListQuery, PageQueryTrait> = defineFactory(
  'thread_list_query',
  (draw) => ({ ...pageQuery(draw, 'cthr'), ...(draw.chance(0.4) ? { user: drawUser(draw) } : {}) }),
  pageQueryTraits('cthr'),
);

/**
 * The query of `threads.listItems`; every part of it is sometimes there.
 * @example
 * createThreadItemListQuery({ traits: ['ascending'] }).order; // => 'asc'
 */
export const createThreadItemListQuery: Factory<ThreadItemListQuery, PageQueryTrait> = defineFactory(
  'thread_item_list_query',
  (draw) => pageQuery(draw, 'cti'),
  pageQueryTraits('cti'),
);
