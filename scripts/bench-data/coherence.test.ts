import { describe, expect, it } from 'vitest';
import { createConversation } from '../../generators/index.ts';
import type { ThreadItem } from '../../schema/index.ts';
import { judgeCoherence, questions } from './coherence.ts';
import type { ValidConversation } from './coherence.ts';

const conversations = Array.from({ length: 40 }, (_, seed) => createConversation({ seed, items: 12 }));

/** What does not hold any more when every item is changed; those that were not asked are left out. */
function broken(change: (item: ThreadItem) => object): string[] {
  const changed = conversations.map(({ thread, items }) => ({
    thread,
    items: items.map((item) => ({ ...item, ...change(item) })),
  }));
  return [...judgeCoherence(changed)].flatMap(([question, { asked, held }]) =>
    held < asked ? [question] : [],
  );
}

describe('judgeCoherence', () => {
  it('asks every question of our conversations, and all hold', () => {
    const tallies = judgeCoherence(conversations);
    expect([...tallies.keys()]).toEqual([...questions]);
    for (const [question, { asked, held }] of tallies) {
      expect([question, asked > 0]).toEqual([question, true]);
      expect([question, held]).toEqual([question, asked]);
    }
    expect(tallies.get('an item names its thread')?.asked).toBe(480);
  });

  it.each<[string, (item: ThreadItem) => object, string[]]>([
    ['another thread', () => ({ thread_id: 'cthr_other' }), ['an item names its thread']],
    [
      'ids of another form',
      () => ({ id: 'cti_1' }),
      ['ids of a thread end in the same scope', 'ids carry the time of what they name'],
    ],
    [
      'ids of another scope',
      ({ id }) => ({ id: `${id.slice(0, -16)}${'0'.repeat(16)}` }),
      ['ids of a thread end in the same scope'],
    ],
    [
      'times that step back',
      ({ created_at }) => ({ created_at: -created_at }),
      ['ids carry the time of what they name', 'times are in order'],
    ],
    [
      'outputs of calls in progress',
      ({ type }) => (type === 'chatkit.client_tool_call' ? { output: '{}', status: 'in_progress' } : {}),
      ['a tool call has an output exactly when it is completed'],
    ],
    [
      'completed calls without output',
      ({ type }) => (type === 'chatkit.client_tool_call' ? { output: null, status: 'completed' } : {}),
      ['a tool call has an output exactly when it is completed'],
    ],
    [
      'arguments that are words',
      ({ type }) => (type === 'chatkit.client_tool_call' ? { arguments: 'words' } : {}),
      ['arguments and outputs are JSON'],
    ],
    [
      'widgets without a root',
      ({ type }) => (type === 'chatkit.widget' ? { widget: '{"type":"Text"}' } : {}),
      ['a widget is JSON with a root that there is'],
    ],
    [
      'widgets that are words',
      ({ type }) => (type === 'chatkit.widget' ? { widget: 'words' } : {}),
      ['a widget is JSON with a root that there is'],
    ],
    [
      'nothing attached',
      ({ type }) => (type === 'chatkit.user_message' ? { attachments: [] } : {}),
      ['a file that is cited was attached before'],
    ],
    [
      'answers with other words',
      (item) =>
        item.type === 'chatkit.assistant_message'
          ? { content: item.content.map((part) => ({ ...part, text: '' })) }
          : {},
      ['what is quoted was said before'],
    ],
    [
      'images without preview',
      (item) =>
        item.type === 'chatkit.user_message'
          ? { attachments: item.attachments.map((file) => ({ ...file, preview_url: null })) }
          : {},
      ['images are called images and have a preview, other files neither'],
    ],
    [
      'files that are called images',
      (item) =>
        item.type === 'chatkit.user_message'
          ? { attachments: item.attachments.map((file) => ({ ...file, type: 'image' })) }
          : {},
      ['images are called images and have a preview, other files neither'],
    ],
    [
      'tasks without words',
      (item) => {
        if (item.type === 'chatkit.task') return { heading: null, summary: null };
        if (item.type !== 'chatkit.task_group') return {};
        return { tasks: item.tasks.map((task) => ({ ...task, heading: null, summary: null })) };
      },
      ['a task says something'],
    ],
  ])('sees %s', (_, change, wanted) => {
    expect(broken(change)).toEqual(wanted);
  });

  it('sees a thread that somebody else begins', () => {
    const headless = conversations.map(({ thread, items }) => ({ thread, items: items.slice(1) }));
    expect(judgeCoherence(headless).get('the user begins')).toEqual({ asked: 40, held: 0 });
  });

  it('asks nothing of what is not there', () => {
    const empty: ValidConversation[] = conversations.map(({ thread }) => ({ thread, items: [] }));
    expect([...judgeCoherence(empty).values()].every(({ asked }) => asked === 0)).toBe(true);
  });
});
