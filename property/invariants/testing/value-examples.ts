import type { Shape } from '../../../schema/index.ts';
import { samples } from '../../../schema/testing/samples.ts';
import type { Evidence } from '../evidence.ts';
import { examples } from './example.ts';

type Trip = Evidence<'round_trip'>;
const [user, assistant] = (['user_message', 'assistant_message'] as const).map(
  (shape) => samples[shape][0] as Shape<'thread_item'>,
) as [Shape<'user_message'>, Shape<'assistant_message'>];
const said = { text: 'x', type: 'input_text' };
const trip = (sent: unknown, returned: unknown = sent, shape: Trip['shape'] = 'thread_item'): Trip => ({
  shape,
  sent,
  returned,
});
const list = samples.thread_item_list[0] as Shape<'thread_item_list'>;
const future = { type: 'chatkit.hologram', id: 'cti_9', depth: { mm: 3 } };
const withFuture = { ...list, data: [future, user] };

/** Examples of the claims about values that are read and written again. */
export const valueExamples = {
  variant_read_is_variant_sent: examples<'round_trip'>(
    [trip(user), trip(list, list, 'thread_item_list'), trip(withFuture, withFuture, 'thread_item_list')],
    [
      [
        trip(user, { ...user, type: 'chatkit.task' }),
        '$.returned.type: expected string "chatkit.user_message", got string "chatkit.task"',
      ],
      [
        trip({ ...user, content: [said] }, { ...user, content: [{ ...said, type: 'quoted_text' }] }),
        '$.returned.content[0].type: expected string "input_text", got string "quoted_text"',
      ],
      [trip(user, { id: user.id }), '$.returned.type: expected string "chatkit.user_message", got nothing'],
      [
        trip(
          { ...samples.thread[0], status: { type: 'locked', reason: null } },
          { status: { type: 'closed' } },
          'thread',
        ),
        '$.returned.status.type: expected string "locked", got string "closed"',
      ],
    ],
    [[trip({ user: 'u', workflow: { id: 'w' } }, {}, 'session_create'), 'no union stands in the value']],
  ),
  named_fields_survive: examples<'round_trip'>(
    [
      trip(user),
      trip(samples.chat_session[0], undefined, 'chat_session'),
      trip({ ...user, new: 1 }, user),
      trip(withFuture, { ...list, data: [{}, user] }, 'thread_item_list'),
      trip(user, { ...user, added: true }),
    ],
    [
      [
        trip({ ...user, inference_options: null }, { ...user, inference_options: undefined }),
        '$.returned.inference_options: expected null, got nothing',
      ],
      [
        trip(user, { ...user, content: [] }),
        `$.returned.content: expected list of ${user.content.length}, got list of 0`,
      ],
      [
        trip({ ...assistant, created_at: 1 }, { ...assistant, created_at: 2 }),
        '$.returned.created_at: expected integer 1, got integer 2',
      ],
      [
        trip(
          samples.chat_session[0],
          { ...samples.chat_session[0], client_secret: 'ek_other' },
          'chat_session',
        ),
        '$.returned.client_secret: expected string (secret, not shown), got string (secret, not shown)',
      ],
      [trip(user, null), '$.returned: expected object with 8 fields, got null'],
    ],
    [[trip({}, {}), 'the value has no fields']],
  ),
  unknown_fields_survive: examples<'round_trip'>(
    [trip({ ...user, new: { deep: [1, null] } })],
    [
      [trip({ ...user, constructor: 1 }, user), '$.returned.constructor: expected integer 1, got nothing'],
      [trip({ ...user, new: 1 }, user), '$.returned.new: expected integer 1, got nothing'],
      [
        trip({ ...user, new: { deep: [1, 2] } }, { ...user, new: { deep: [1] } }),
        '$.returned.new.deep: expected list of 2, got list of 1',
      ],
    ],
    [[trip(user), 'the value has no field that the contract does not name']],
  ),
  unknown_members_survive: examples<'round_trip'>(
    [trip(withFuture, withFuture, 'thread_item_list')],
    [
      [
        trip(withFuture, { ...withFuture, data: [{ ...future, depth: {} }, user] }, 'thread_item_list'),
        '$.returned.data[0].depth.mm: expected integer 3, got nothing',
      ],
      [
        trip(withFuture, { ...withFuture, data: [{ ...future, type: 'unknown' }, user] }, 'thread_item_list'),
        '$.returned.data[0].type: expected string "chatkit.hologram", got string "unknown"',
      ],
    ],
    [[trip(user), 'the value has no member that the contract does not know']],
  ),
} as const;
