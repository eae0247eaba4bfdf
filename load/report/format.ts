/** A duration for people: `350 ms`, `4 s`, `1 min 30 s`. */
export function formatDurationMs(ms: number): string {
  if (ms < 1000) return `${Math.round(ms * 10) / 10} ms`;
  const seconds = Math.round(ms / 100) / 10;
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  const rest = Math.round(seconds - minutes * 60);
  return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`;
}

/** Microseconds as milliseconds with three figures that mean something: `0.42`, `7.31`, `82.5`, `1204`. */
export function formatLatency(us: number): string {
  const ms = us / 1000;
  if (ms < 10) return ms.toFixed(2);
  return ms < 100 ? ms.toFixed(1) : ms.toFixed(0);
}
