/** A sample of k6's JSON output, as far as it is read. */
export interface Sample {
  readonly metric: string;
  /** Unix milliseconds from `originMs` on, with k6's nanoseconds as decimals. */
  readonly atMs: number;
  readonly value: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly metadata: Readonly<Record<string, string>>;
}

const start = '{"metric":"';
const point = '","type":"Point"';

/**
 * Reads the samples of some metrics out of k6's JSON output, line by line. Lines of other metrics are left unparsed: k6 writes nine of its own
 * for every request.
 * @param originMs Unix milliseconds that times count from, whole.
 * @returns null for everything else, k6's own summary on the same stream included.
 */
export function createSampleReader(
  metrics: ReadonlySet<string>,
  originMs: number,
): (line: string) => Sample | null {
  const readTime = createTimeReader(originMs);
  return (line) => {
    if (!line.startsWith(start)) return null;
    const end = line.indexOf('"', start.length);
    const metric = line.slice(start.length, end);
    if (!metrics.has(metric) || !line.startsWith(point, end)) return null;
    const { data } = JSON.parse(line) as {
      data: {
        time: string;
        value: number;
        tags?: Record<string, string> | null;
        metadata?: Record<string, string>;
      };
    };
    return {
      metric,
      atMs: readTime(data.time),
      value: data.value,
      tags: data.tags ?? {},
      metadata: data.metadata ?? {},
    };
  };
}

/**
 * `2026-01-31T12:00:00.123456789+01:00` in milliseconds after the origin. Seconds and their decimals are read apart: together, Unix nanoseconds are more
 * than a number holds.
 */
export function createTimeReader(originMs: number): (text: string) => number {
  let lastSecond = '';
  let lastMs = 0;
  return (text) => {
    const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)$/.exec(text);
    if (match === null) throw new RangeError(`'${text}' is not a time as k6 writes it`);
    const second = `${match[1]}${match[3]}`;
    if (second !== lastSecond) {
      lastSecond = second;
      lastMs = Date.parse(second) - originMs;
    }
    return lastMs + Number(`0${match[2] ?? ''}`) * 1000;
  };
}
