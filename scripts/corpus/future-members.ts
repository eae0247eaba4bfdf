import type { ShapeName } from '../../schema/index.ts';
import { baseOf } from './bases.ts';
import { json } from './draft.ts';
import type { Draft } from './draft.ts';

const rule =
  'A strict reader refuses it, one that looks ahead keeps it whole; none may drop the entries around it in silence, or take it for a member it knows.';

function draftOf(shape: ShapeName, name: string, value: unknown, what: string): Draft {
  return {
    shape,
    verdict: 'either',
    name: `future-${name}`,
    bytes: json(value),
    reason: `${what}. ${rule}`,
    source: 'synthetic',
    features: ['unknown-member'],
  };
}

/** Members of unions that the contract doesn't have yet, in the company of those that it has. */
export function futureMemberCases(): Draft[] {
  const page = baseOf('thread_item_list');
  const [first, ...others] = page.data;
  const item = {
    id: 'cti_1',
    created_at: 1767225600,
    object: 'chatkit.thread_item',
    thread_id: 'cthr_1',
    type: 'chatkit.voice_message',
    audio: { seconds: 12.5, transcript: null },
  };
  const bare = { type: 'chatkit.end_of_turn' };
  const message = baseOf('user_message');
  const answer = baseOf('assistant_message');
  const [output] = answer.content;
  const thread = baseOf('thread');
  return [
    draftOf('thread_item', 'item', item, 'The item is of a kind that the contract does not have'),
    draftOf('thread_item', 'bare-item', bare, 'The item is of an unknown kind and has not even an id'),
    draftOf(
      'thread_item_list',
      'item-among-known',
      { ...page, data: [first, item, ...others] },
      'The second of seven items is of an unknown kind',
    ),
    draftOf(
      'thread_item_list',
      'item-last',
      { ...page, data: [first, item], last_id: item.id },
      'The last item, whose id is the cursor, is of an unknown kind',
    ),
    draftOf(
      'thread_item_list',
      'items-only',
      { ...page, data: [item], first_id: item.id, last_id: item.id },
      'All items are of an unknown kind',
    ),
    draftOf(
      'user_message',
      'content',
      { ...message, content: [...message.content, { type: 'input_image', file_id: 'cfile_1' }] },
      'The last piece of content is of an unknown kind',
    ),
    draftOf(
      'assistant_message',
      'annotation',
      {
        ...answer,
        content: [
          {
            ...output,
            annotations: [{ type: 'place', source: { type: 'place', latitude: 52.5, longitude: 13.4 } }],
          },
        ],
      },
      'The annotation is of an unknown kind',
    ),
    draftOf(
      'annotation',
      'source',
      { source: { type: 'page', url: 'https://example.com' }, type: 'url' },
      'The annotation is known, the kind of its source is not',
    ),
    draftOf(
      'thread',
      'status',
      { ...thread, status: { type: 'archived', until: 1767225600 } },
      'The status of the thread is of an unknown kind',
    ),
    draftOf(
      'thread_list',
      'status-among-known',
      { ...baseOf('thread_list'), data: [thread, { ...thread, id: 'cthr_2', status: { type: 'archived' } }] },
      'The second thread has a status of an unknown kind',
    ),
  ];
}
