import { at, type Columns } from '../columns.ts';
import type { Terms } from '../terms.ts';

/**
 * A session's intervals widened into the server's time. A window of constant phase has its exact length there; what is
 * uncertain of the clock (its resolution, and its drift since `originUs`) goes into every interval instead:
 *
 *     run's clock       |---|
 *     server's time  |---------|      each end further out by resolution + drift × (t − origin)
 */
export function toServerTime(columns: Columns, terms: Terms, originUs: number): Columns {
  const margin = (us: number) => Math.ceil(terms.resolutionUs + terms.drift * Math.abs(us - originUs));
  const { count } = columns;
  const sentUs = new Float64Array(count);
  const firstByteUs = new Float64Array(count);
  for (let i = 0; i < count; i += 1) {
    const sent = at(columns.sentUs, i);
    const firstByte = at(columns.firstByteUs, i);
    sentUs[i] = sent - margin(sent);
    firstByteUs[i] = firstByte === Infinity ? Infinity : firstByte + margin(firstByte);
  }
  return { ...columns, sentUs, firstByteUs };
}
