import type { Io } from '../io.ts';

/** Shows how far a run is: a line that redraws itself on a terminal, else one every ten seconds. */
export function showProgress(io: Io): { update(text: string): void; end(): void } {
  const everyMs = io.live ? 100 : 10_000;
  let lastMs = io.clock.monotonicMs();
  let drawn = false;
  return {
    update(text) {
      const nowMs = io.clock.monotonicMs();
      if (nowMs - lastMs < everyMs) return;
      lastMs = nowMs;
      io.stderr(io.live ? `\r\u001b[K${text}` : `${text}\n`);
      drawn = io.live;
    },
    end() {
      if (drawn) io.stderr('\r\u001b[K');
    },
  };
}
