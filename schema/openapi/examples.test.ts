import { describe, expect, it } from 'vitest';
import { operations } from '../operations.ts';
import { readShape } from '../reading.ts';
import type { ShapeName } from '../shapes.ts';
import { at, places } from '../testing/openapi-document.ts';

describe('examples', () => {
  const found = places.filter(({ path }) => path.at(-1) === 'example' && path.at(-2) === 'application/json');

  it('show a cancelled session where one is cancelled', () => {
    const { path } = operations['sessions.cancel'];
    expect(
      at(['paths', path, 'post', 'responses', '200', 'content', 'application/json', 'example', 'status']),
    ).toBe('cancelled');
  });

  it('stand beside every body', () => {
    const bodies = places.filter(({ path }) => path.at(-1) === 'application/json');
    expect(bodies).toHaveLength(14);
    expect(found).toHaveLength(14);
  });

  it.each(found.map(({ path, value }) => [path.slice(0, -3).join(' '), path, value] as const))(
    '%s: holds what its schema names and nothing else',
    (_, path, value) => {
      const { $ref } = at([...path.slice(0, -1), 'schema']) as { $ref: string };
      const shape = shapeOf($ref);
      expect(readShape(shape, value, 'lint')).toMatchObject({ ok: true });
    },
  );
});

function shapeOf(ref: string): ShapeName {
  const named = {
    ChatSession: 'chat_session',
    SessionCreateParams: 'session_create',
    ChatKitThread: 'thread',
    ChatKitThreadList: 'thread_list',
    ChatKitThreadItemList: 'thread_item_list',
    ChatKitThreadDeleted: 'thread_deleted',
    ErrorResponse: 'error',
  } satisfies Record<string, ShapeName>;
  return named[ref.replace('#/components/schemas/', '') as keyof typeof named];
}
