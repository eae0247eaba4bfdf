import type { Dataset } from '../../generators/index.ts';
import type { ThreadItem } from '../../schema/index.ts';

const width = 96;

const clip = (text: string): string => {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length <= width ? line : `${line.slice(0, width - 1)}…`;
};

/** Who speaks and what, in one line. */
function tell(item: ThreadItem): [string, string] {
  switch (item.type) {
    case 'chatkit.user_message': {
      const files = item.attachments.map(({ name }) => `[${name}]`).join(' ');
      const said = item.content
        .map(({ type, text }) => (type === 'quoted_text' ? `> ${text} —` : text))
        .join(' ');
      return ['user', `${said} ${files}`];
    }
    case 'chatkit.assistant_message':
      return ['assistant', item.content.map(({ text }) => text).join(' ')];
    case 'chatkit.widget': {
      const { type } = JSON.parse(item.widget) as { type: string };
      return ['widget', `${type} of ${item.widget.length} characters`];
    }
    case 'chatkit.client_tool_call':
      return ['tool call', `${item.name}(${item.arguments}) → ${item.output ?? 'in progress'}`];
    case 'chatkit.task':
      return ['task', [item.heading, item.summary].filter((text) => text !== null).join(': ')];
    case 'chatkit.task_group':
      return [
        'tasks',
        item.tasks.map(({ heading, summary }) => heading ?? summary ?? 'untitled').join(' · '),
      ];
  }
}

/** The beginning of the thread that shows the most variants, a line an item. */
export function excerpt(dataset: Dataset, lines: number): string[] {
  const byThread = Map.groupBy(dataset.items, ({ thread_id }) => thread_id);
  const variety = (id: string) =>
    new Set((byThread.get(id) ?? []).slice(0, lines).map(({ type }) => type)).size;
  const thread = dataset.threads.toSorted((a, b) => variety(b.id) - variety(a.id))[0];
  if (thread === undefined) return [];
  const told = (byThread.get(thread.id) ?? []).slice(0, lines).map(tell);
  return [`“${thread.title ?? 'untitled'}”`, ...told.map(([who, what]) => `${who.padEnd(10)} ${clip(what)}`)];
}
