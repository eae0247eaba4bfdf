import type { Draw } from '../draw.ts';
import type { Exchange, Tale } from '../subjects/subject.ts';

/** What one item will show. */
export type BeatKind =
  'ask' | 'task' | 'task_group' | 'tool_call' | 'tool_call_in_progress' | 'widget' | 'answer';

/** One item to come, before it has an id or a time. */
export interface Beat {
  readonly kind: BeatKind;
  readonly exchange: Exchange;
  /** Number of the exchange within the thread, from 0. */
  readonly round: number;
}

/** What may stand between a question and its answer, in this order. */
const between = ['task', 'task_group', 'tool_call', 'widget'] as const;
type Between = (typeof between)[number];

/** Drops parts until the exchange fits; adds progress where a single item would be left over. */
function fit(wanted: Set<Between>, room: number, draw: Draw): void {
  while (wanted.size + 2 > room) wanted.delete(draw.pick([...wanted]));
  // At most one of the two is wanted, so there is one to add.
  if (wanted.size + 2 === room - 1) wanted.add(wanted.has('task') ? 'task_group' : 'task');
}

/** How many items of an unfinished exchange end the thread; the whole ones before it need two at least. */
function openEndLength(draw: Draw, count: number): number {
  const fitting = [1, 2, 3].filter((length) => count - length >= 2 || count === length);
  return fitting.length === 0 ? 0 : draw.pick(fitting);
}

/** The unfinished exchange: asked and worked on, where it has a tool with a call that has not come back. */
function openEnd(exchange: Exchange, length: number): readonly BeatKind[] {
  const working: readonly BeatKind[] =
    exchange.tool === undefined ? ['task', 'task_group'] : ['task', 'tool_call_in_progress'];
  return ['ask', ...working.slice(length === 2 && exchange.tool !== undefined ? 1 : 0).slice(0, length - 1)];
}

/**
 * Plans a thread of exactly `count` items: whole exchanges, and for one that is under way an unfinished one.
 *
 *     ask · task · tool_call · widget · answer | ask · task_group · answer | ask · tool_call_in_progress
 *
 * @param underWay whether it may break off before an answer; a single item always does.
 * @param index parity decides whether the first exchange shows a task or a group, so that two neighbouring
 *   threads of eight items or more hold all six variants.
 */
export function planThread(tale: Tale, draw: Draw, count: number, underWay: boolean, index: number): Beat[] {
  const beats: Beat[] = [];
  const open = underWay || count === 1 ? openEndLength(draw, count) : 0;
  const whole = count - open;
  let followUp = -1;

  const exchangeOf = (round: number): Exchange => {
    // Each exchange has its own stream: what an earlier one drew doesn't move it.
    const roundDraw = draw.at('round', round);
    if (round === 0) return tale.opening(roundDraw);
    // In their order, for some presume others; now and then one is left out.
    followUp += draw.chance(0.2) ? 2 : 1;
    return (tale.followUps[followUp % tale.followUps.length] ?? tale.opening)(roundDraw);
  };

  let round = 0;
  for (; beats.length < whole; round += 1) {
    const exchange = exchangeOf(round);
    const wanted = new Set<Between>();
    if (round === 0) {
      wanted
        .add(index % 2 === 0 ? 'task' : 'task_group')
        .add('tool_call')
        .add('widget');
    } else {
      if (draw.chance(0.6)) wanted.add(draw.pick(['task', 'task_group'] as const));
      if (exchange.tool !== undefined && draw.chance(0.7)) wanted.add('tool_call');
      if (exchange.widget !== undefined && draw.chance(0.7)) wanted.add('widget');
    }
    fit(wanted, whole - beats.length, draw);
    const add = (kind: BeatKind) => beats.push({ kind, exchange, round });
    add('ask');
    for (const kind of between) if (wanted.has(kind)) add(kind);
    add('answer');
  }
  if (open > 0) {
    const exchange = exchangeOf(round);
    for (const kind of openEnd(exchange, open)) beats.push({ kind, exchange, round });
  }
  return beats;
}
