import type { Evidence } from '../evidence.ts';
import { examples } from './example.ts';

const used = (token: Evidence<'token_use'>['token'], status: number): Evidence<'token_use'> => ({
  token,
  answer: { status, body: undefined },
});
const silent = 'the answer says nothing of the token';

const good = { status: 200, body: { id: 'cthr_1', deleted: true } };
type After = Evidence<'deletion'>['afterwards'][number];
const then = (operation: After['operation'], status: number, body: unknown = {}): After => ({
  operation,
  answer: { status, body },
});
const deleted = (...afterwards: After[]): Evidence<'deletion'> => ({
  threadId: 'cthr_1',
  answer: good,
  afterwards,
});
const kept: Evidence<'deletion'> = { threadId: 'cthr_1', answer: { status: 404, body: {} }, afterwards: [] };

const refusal = (token: Evidence<'token_use'>['token'], otherwise: string) =>
  examples<'token_use'>(
    [used(token, 400), used(token, 401), used(token, 499)],
    [
      [used(token, 200), '$.answer.status: expected 401, or another refusal, got 200'],
      [used(token, 302), '$.answer.status: expected 401, or another refusal, got 302'],
    ],
    [
      [used('active_secret', 200), otherwise],
      [used(token, 429), silent],
      [used(token, 500), silent],
      [used(token, 503), silent],
    ],
  );

/** Examples of the claims about who is let in and what is deleted. */
export const accessExamples = {
  active_secret_is_accepted: examples<'token_use'>(
    [used('active_secret', 200), used('active_secret', 404), used('active_secret', 429)],
    [
      [used('active_secret', 401), '$.answer.status: expected anything but 401 and 403, got 401'],
      [used('active_secret', 403), '$.answer.status: expected anything but 401 and 403, got 403'],
    ],
    [
      [used('unknown', 401), 'the token was not the secret of an active session'],
      [used('active_secret', 500), silent],
    ],
  ),
  cancelled_secret_is_refused: refusal(
    'cancelled_secret',
    'the token was not the secret of a cancelled session',
  ),
  expired_secret_is_refused: refusal('expired_secret', 'the token was not the secret of an expired session'),
  unknown_token_is_refused: refusal('unknown', 'the token was not a made-up one'),
  missing_token_is_refused: refusal('none', 'the token was not missing'),
  refused_token_is_401: examples<'token_use'>(
    [used('unknown', 401), used('none', 401), used('expired_secret', 401)],
    [[used('cancelled_secret', 403), '$.answer.status: expected 401, got 403']],
    [
      [used('active_secret', 200), 'the token was good'],
      [used('unknown', 429), silent],
    ],
  ),
  deletion_names_its_thread: examples<'deletion'>(
    [deleted()],
    [
      [
        { ...kept, answer: { status: 200, body: { id: 'id', deleted: true } } },
        '$.answer.body.id: expected string "cthr_1", got string "id"',
      ],
      [
        { ...kept, answer: { status: 200, body: { id: 'cthr_1', deleted: false } } },
        '$.answer.body.deleted: expected boolean true, got boolean false',
      ],
      [
        { ...kept, answer: { status: 200, body: null } },
        '$.answer.body.id: expected string "cthr_1", got nothing',
      ],
      [
        { ...kept, answer: { status: 200, body: undefined } },
        '$.answer.body.id: expected string "cthr_1", got nothing',
      ],
    ],
    [[kept, 'it was not deleted']],
  ),
  deleted_thread_is_gone: examples<'deletion'>(
    [
      deleted(then('threads.retrieve', 404)),
      deleted(then('threads.list', 200, { data: [{ id: 'cthr_2' }, null] })),
    ],
    [
      [
        deleted(then('threads.delete', 404), then('threads.retrieve', 200)),
        '$.afterwards[1].answer.status: expected a refusal, such as 404, got 200',
      ],
      [
        deleted(then('threads.list', 200, { data: [{ id: 'cthr_2' }, { id: 'cthr_1' }] })),
        '$.afterwards[0].answer.body.data[1].id: expected another thread, got cthr_1',
      ],
    ],
    [
      [kept, 'it was not deleted'],
      [deleted(), 'nothing to judge'],
      [deleted(then('threads.list', 200)), 'no list was answered'],
      [deleted(then('threads.delete', 404)), 'nobody asked'],
    ],
  ),
  deleted_thread_takes_its_items: examples<'deletion'>(
    [
      deleted(then('threads.listItems', 404)),
      deleted(then('threads.listItems', 404, { data: [{}] })),
      deleted(then('threads.listItems', 200, { data: [] })),
      deleted(then('threads.listItems', 200, { data: 'none' })),
      deleted(then('threads.listItems', 200)),
    ],
    [
      [
        deleted(then('threads.listItems', 200, { data: [{}] })),
        '$.afterwards[0].answer.body.data: expected no items, got 1',
      ],
    ],
    [
      [kept, 'it was not deleted'],
      [deleted(then('threads.retrieve', 404)), 'nobody asked'],
    ],
  ),
  deleted_thread_is_404: examples<'deletion'>(
    [deleted(then('threads.retrieve', 404), then('threads.delete', 404), then('threads.list', 200))],
    [
      [
        deleted(then('threads.retrieve', 404), then('threads.delete', 200)),
        '$.afterwards[1].answer.status: expected 404, got 200',
      ],
      [deleted(then('threads.retrieve', 200)), '$.afterwards[0].answer.status: expected 404, got 200'],
      [deleted(then('threads.listItems', 410)), '$.afterwards[0].answer.status: expected 404, got 410'],
    ],
    [
      [kept, 'it was not deleted'],
      [deleted(then('threads.list', 200)), 'nobody asked'],
    ],
  ),
} as const;
