import type { Scene } from './scene.ts';
import type { Sent } from '../sent.ts';

/**
 * Where the windows of the limiter that was named began, as far as a drawing needs it; none for one without windows.
 *
 * - aligned: at the middle of the phase that is left, every window;
 * - anchored: at the first admission after the last window's end.
 */
export function windowEdges({ verdicts }: Scene, requests: readonly Sent[], windowMs: number): number[] {
  const { outcome, family, standings } = verdicts.fingerprint;
  const [first] = requests;
  if (outcome !== 'identified' || first === undefined) return [];
  if (family === 'fixed-window-aligned') {
    const phase = standings.find(({ alive }) => alive)?.phases?.[0];
    if (phase === undefined) return [];
    const phaseMs = (phase.fromMs + phase.toMs) / 2;
    const lastMs = requests.at(-1)?.sentMs ?? first.sentMs;
    const edges: number[] = [];
    const from = Math.floor((first.sentMs - phaseMs) / windowMs);
    for (let k = from; k * windowMs + phaseMs <= lastMs + windowMs && edges.length < 1000; k += 1)
      edges.push(k * windowMs + phaseMs);
    return edges;
  }
  if (family !== 'fixed-window-anchored') return [];
  const edges: number[] = [];
  let openedMs = -Infinity;
  for (const { sentMs, outcome: answer } of requests) {
    if (answer !== 'admitted' || sentMs < openedMs + windowMs) continue;
    openedMs = sentMs;
    edges.push(openedMs);
  }
  return edges;
}
