import { expect, it } from 'vitest';
import { isShapeName } from '../../schema/index.ts';
import { valueOf } from './testing/committed.ts';
import { minimize } from './whole-values.ts';
import { slugOf } from './one-change.ts';

it.each([
  ['thread_list', { data: [], first_id: null, has_more: false, last_id: null, object: 'list' }],
  ['inference_options', { model: null, tool_choice: null }],
  ['thread_list_query', {}],
  [
    'task',
    {
      id: expect.stringMatching(/^cti_[0-9a-f]{48}$/),
      created_at: expect.any(Number),
      object: 'chatkit.thread_item',
      thread_id: expect.stringMatching(/^cthr_[0-9a-f]{48}$/),
      heading: null,
      summary: null,
      task_type: 'custom',
      type: 'chatkit.task',
    },
  ],
  ['session_create', { user: 'user_5d0c', workflow: { id: expect.stringMatching(/^wf_[0-9a-f]{48}$/) } }],
])('the least of %s is all that is left', (shape, least) => {
  expect(isShapeName(shape)).toBe(true);
  expect(valueOf({ file: `accept/${shape}/minimal.json` })?.value).toEqual(least);
});

it('takes nothing from what has nothing to lose', () => {
  const status = { type: 'active' };
  expect(minimize('thread_status', status)).toBe(status);
});

it.each([
  ['null:$', 'null'],
  ['missing:$.data[]<chatkit.task>.id', 'missing.data.each.as-chatkit_task.id'],
  ['value(expired):$.status', 'value-expired.status'],
  ['swapped(chatkit.task):$<chatkit.widget>.type', 'swapped-chatkit_task.as-chatkit_widget.type'],
  ['as-list:$.state_variables.*', 'as-list.state_variables.any'],
])('%s is called %s', (mutant, slug) => {
  expect(slugOf(mutant)).toBe(slug);
});
