import { maxPageLimit } from '../../schema/index.ts';
import type { ErrorBody, ThreadItemListQuery, ThreadListQuery } from '../../schema/index.ts';
import type { Draw } from '../draw.ts';
import { createId } from '../identity.ts';
import type { IdPrefix } from '../identity.ts';
import { defineFactory } from './factory.ts';
import type { Factory } from './factory.ts';
import { drawUser } from './thread.ts';

/**
 * Errors as the service was seen to send them. Source: observed; of the upload error the code alone, of the two
 * parameter errors `param` and `code` are synthetic.
 */
const observed: readonly ((id: (prefix: IdPrefix) => string, draw: Draw) => ErrorBody['error'])[] = [
  (id) => invalid(`Workflow with id '${id('wf')}' not found.`),
  (id) => invalid(`Chatkit Session with id ‘${id('cksess')}’ not found.`),
  () => ({
    ...invalid("Missing required parameter: 'user'."),
    param: 'user',
    code: 'missing_required_parameter',
  }),
  () => ({
    ...invalid("Invalid type for 'workflow': expected an object, but got a string instead."),
    param: 'workflow',
    code: 'invalid_type',
  }),
  () => invalid("You must provide the 'OpenAI-Beta' header to access the Chatkit API."),
  () => ({ ...invalid('File uploads are disabled for this session.'), code: 'chatkit.file_upload_disabled' }),
  (_, draw) => ({
    message: `The server had an error while processing your request. Request id: req_${draw.stream.hex(32)}.`,
    type: 'server_error',
    param: null,
    code: null,
  }),
];

function invalid(message: string): ErrorBody['error'] {
  return { message, type: 'invalid_request_error', param: null, code: null };
}

/**
 * An error body, of a kind that was seen in public reports.
 * @example createErrorBody({ overrides: { error: { code: 'rate_limit_exceeded' } } })
 */
export const createErrorBody: Factory<ErrorBody> = defineFactory('error', (draw) => ({
  error: draw.pick(observed)((prefix) => createId(prefix, draw.stream, draw.startMs), draw),
}));

function pageQuery(draw: Draw, prefix: IdPrefix): ThreadItemListQuery {
  const cursor = createId(prefix, draw.stream, draw.startMs);
  return {
    ...(draw.chance(0.3) ? { after: cursor } : draw.chance(0.15) ? { before: cursor } : {}),
    ...(draw.chance(0.6) ? { limit: draw.int(0, maxPageLimit) } : {}),
    ...(draw.chance(0.5) ? { order: draw.pick(['asc', 'desc'] as const) } : {}),
  };
}

/**
 * The query of `threads.list`; every part of it is sometimes there.
 * @example createThreadListQuery({ overrides: { limit: 2, after: undefined } })
 */
export const createThreadListQuery: Factory<ThreadListQuery> = defineFactory('thread_list_query', (draw) => ({
  ...pageQuery(draw, 'cthr'),
  ...(draw.chance(0.4) ? { user: drawUser(draw) } : {}),
}));

/**
 * The query of `threads.listItems`; every part of it is sometimes there.
 * @example createThreadItemListQuery({ overrides: { order: 'asc' } })
 */
export const createThreadItemListQuery: Factory<ThreadItemListQuery> = defineFactory(
  'thread_item_list_query',
  (draw) => pageQuery(draw, 'cti'),
);
