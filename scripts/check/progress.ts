import type { ChecksEvent } from '../../property/checks/index.ts';
import type { Io } from '../io.ts';

/** A redrawn line changes at most this often. */
const redrawMs = 100;

/** Shows a run on standard error: one line that is redrawn on a terminal, else a line for what was refuted. */
export function createProgress(io: Io): (event: ChecksEvent) => void {
  let drawnMs = -Infinity;
  const line = (text: string) => io.stderr(io.live ? `\r\u001B[2K${text}\n` : `${text}\n`);
  return (event) => {
    if (event.kind === 'survey') {
      const { threads, users, itemLists } = event.world;
      line(`seen: ${threads.length} threads of ${users.length} users, items of ${itemLists.length} threads`);
    } else if (event.kind === 'tidy') {
      if (event.sessions > 0) line(`cancelling ${event.sessions} sessions that were created`);
    } else {
      const { index, of, result } = event;
      const text = `[${index}/${of}] ${result.check.name}`;
      if (result.outcome === 'refuted') line(`${text}: refuted`);
      const nowMs = io.clock.monotonicMs();
      if (!io.live || nowMs - drawnMs < redrawMs) return;
      drawnMs = nowMs;
      io.stderr(`\r\u001B[2K${text}`);
    }
  };
}
