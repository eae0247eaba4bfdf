import { expect, it } from 'vitest';
import { encodePage } from './page-json.ts';
import { Entry } from './store/entry.ts';

const entry = (id: string) => new Entry({ id, created_at: 1, text: 'ü🎉\u2028"\\' }, 1);

it.each([0, 1, 2, 3, 100])('writes a page of %i entries as JSON in UTF-8', (count) => {
  const entries = Array.from({ length: count }, (_, i) => entry(`é"${i}`));
  const bytes = encodePage({ entries, hasMore: count === 3 });
  expect(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))).toEqual({
    object: 'list',
    data: entries.map(({ value }) => value),
    first_id: entries[0]?.id ?? null,
    last_id: entries.at(-1)?.id ?? null,
    has_more: count === 3,
  });
});
