import type { Draw } from '../draw.ts';

/** What one item will show. */
export type Beat =
  'ask' | 'task' | 'task_group' | 'tool_call' | 'tool_call_in_progress' | 'widget' | 'answer';

/** What an exchange can show between question and answer. */
export interface Means {
  readonly hasTool: boolean;
  readonly hasWidget: boolean;
}

/** How many items of an unfinished exchange end the thread; the whole ones before it need two at least. */
export function openEndLength(draw: Draw, count: number): number {
  const fitting = [1, 2, 3].filter((length) => count - length >= 2 || count === length);
  return fitting.length === 0 ? 0 : draw.pick(fitting);
}

/** The unfinished exchange: asked and worked on, where it has a tool with a call that has not come back. */
export function planOpenEnd(length: number, { hasTool }: Means): readonly Beat[] {
  const working: readonly Beat[] = hasTool ? ['task', 'tool_call_in_progress'] : ['task', 'task_group'];
  return ['ask', ...working.slice(length === 2 && hasTool ? 1 : 0).slice(0, length - 1)];
}

/**
 * The opening of a thread.
 * @param index of the thread: parity decides whether it shows a task or a group, so that two neighbouring threads of
 *   eight items or more hold all six variants.
 */
export function planOpening(draw: Draw, room: number, index: number): readonly Beat[] {
  return fit([index % 2 === 0 ? 'task' : 'task_group', 'tool_call', 'widget'], room, draw);
}

/** A later exchange: question and answer, and some of what it can show between them. */
export function planExchange(draw: Draw, room: number, { hasTool, hasWidget }: Means): readonly Beat[] {
  const wanted: Beat[] = [];
  if (draw.chance(0.6)) wanted.push(draw.chance(0.5) ? 'task' : 'task_group');
  if (hasTool && draw.chance(0.7)) wanted.push('tool_call');
  if (hasWidget && draw.chance(0.7)) wanted.push('widget');
  return fit(wanted, room, draw);
}

/** Drops parts until the exchange fits; adds progress where a single item would be left over. */
function fit(wanted: Beat[], room: number, draw: Draw): readonly Beat[] {
  while (wanted.length + 2 > room) wanted.splice(draw.int(0, wanted.length - 1), 1);
  if (wanted.length + 2 === room - 1) {
    // At most one of the two is wanted, so there is one to add, and tasks come first.
    if (wanted[0] === 'task') wanted.splice(1, 0, 'task_group');
    else wanted.unshift('task');
  }
  return ['ask', ...wanted, 'answer'];
}
