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

/** Drops parts, or adds progress, until the exchange fits and doesn't leave a single item over. */
function fit(wanted: Set<Between>, room: number, draw: Draw): void {
  const drop = () => wanted.delete(draw.pick([...wanted]));
  while (wanted.size + 2 > room) drop();
  if (wanted.size + 2 !== room - 1) return;
  const missing = wanted.has('task') ? 'task_group' : 'task';
  if (wanted.has(missing)) drop();
  else wanted.add(missing);
}

/** How a thread that is under way breaks off: the kinds of its last items. */
function openEnd(draw: Draw, count: number): readonly BeatKind[] {
  const ends: readonly (readonly BeatKind[])[] = [
    ['ask'],
    ['ask', 'task'],
    ['ask', 'tool_call_in_progress'],
    ['ask', 'task', 'tool_call_in_progress'],
  ];
  const fitting = ends.filter((end) => count - end.length >= 2 || count === end.length);
  return fitting.length === 0 ? [] : draw.pick(fitting);
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
  const tail = underWay || count === 1 ? openEnd(draw, count) : [];
  const whole = count - tail.length;
  const firstFollowUp = draw.int(0, tale.followUps.length - 1);

  const exchangeOf = (round: number): Exchange => {
    // Each exchange has its own stream: what an earlier one drew doesn't move it.
    const roundDraw = draw.at('round', round);
    if (round === 0) return tale.opening(roundDraw);
    const followUp = tale.followUps[(firstFollowUp + round - 1) % tale.followUps.length];
    return (followUp ?? tale.opening)(roundDraw);
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
  if (tail.length > 0) {
    // The tool call in progress needs an exchange that has a tool: the opening always does.
    const wantsTool = tail.includes('tool_call_in_progress');
    let exchange = exchangeOf(round);
    if (wantsTool && exchange.tool === undefined) exchange = tale.opening(draw.at('round', round));
    for (const kind of tail) beats.push({ kind, exchange, round });
  }
  return beats;
}
