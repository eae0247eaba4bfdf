/** A sample of k6's CSV output, as far as it is read. */
export interface Sample {
  readonly metric: string;
  /** Milliseconds from the origin on, with k6's nanoseconds as decimals. */
  readonly atMs: number;
  readonly value: number;
  readonly scenario: string;
  readonly step: string;
  /** Text of an HTTP status; empty where there was none. */
  readonly status: string;
  readonly errorCode: string;
  /** Text under our key; null where there is none. */
  readonly metadata: string | null;
}

/** What tells k6 to write its samples as they are read here. @param file `-` for standard output. */
export const csvOutput = (file: string): string =>
  `csv=fileName=${file},timeFormat=unix_nano,saveInterval=200ms`;

const columns = ['metric_name', 'timestamp', 'metric_value'] as const;

/** Whether a line is the first of such an output: `metric_name,timestamp,metric_value,` and the names of the tags. */
export const isHeader = (line: string): boolean => line.startsWith(`${columns.join(',')},`);

/** A line's fields; some are in quotes when they hold a comma or a quote. */
export function splitRow(line: string): string[] {
  if (!line.includes('"')) return line.split(',');
  return Array.from(line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g), ([, quoted, plain]) =>
    quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'),
  );
}

interface Places {
  readonly scenario: number;
  readonly status: number;
  readonly errorCode: number;
  readonly extraTags: number;
  readonly metadata: number;
}

function placesOf(header: string): Places {
  const names = splitRow(header);
  const place = (name: string): number => {
    const at = names.indexOf(name);
    if (at === -1) throw new RangeError(`k6's CSV output has no column ${name}`);
    return at;
  };
  return {
    scenario: place('scenario'),
    status: place('status'),
    errorCode: place('error_code'),
    extraTags: place('extra_tags'),
    metadata: place('metadata'),
  };
}

export interface SampleReaderOptions {
  /** Unix milliseconds that times count from, whole. */
  readonly originMs: number;
  /** Tag of ours whose value is the step. */
  readonly stepTag: string;
  readonly metadataName: string;
}

/**
 * Reads the samples of some metrics out of k6's CSV output, line by line. Lines of other metrics are left unparsed: k6 writes a dozen of its own
 * for every request.
 * @returns null for everything else, k6's own summary on the same stream included.
 * @throws RangeError from it when the output lacks a column or a time is not in nanoseconds.
 */
export function createSampleReader(
  metrics: ReadonlySet<string>,
  { originMs, stepTag, metadataName }: SampleReaderOptions,
): (line: string) => Sample | null {
  let places: Places | null = null;
  const stepStart = `${stepTag}=`;
  const metadataStart = `${metadataName}=`;
  return (line) => {
    const metric = line.slice(0, Math.max(0, line.indexOf(',')));
    if (!metrics.has(metric)) {
      if (isHeader(line)) places = placesOf(line);
      return null;
    }
    if (places === null) return null;
    const fields = splitRow(line);
    // k6 was killed while it wrote this line.
    if (fields.length <= places.metadata) return null;
    const field = (place: number): string => fields[place] ?? '';
    const metadata = field(places.metadata);
    return {
      metric,
      atMs: readUnixNano(field(1), originMs),
      value: Number(field(2)),
      scenario: field(places.scenario),
      step:
        field(places.extraTags)
          .split('&')
          .find((tag) => tag.startsWith(stepStart))
          ?.slice(stepStart.length) ?? '',
      status: field(places.status),
      errorCode: field(places.errorCode),
      metadata: metadata.startsWith(metadataStart) ? metadata.slice(metadataStart.length) : null,
    };
  };
}

/** Unix nanoseconds in milliseconds after the origin. Milliseconds and what is below are read apart: together, they are more than a number holds. */
function readUnixNano(text: string, originMs: number): number {
  if (!/^\d{7,}$/.test(text)) throw new RangeError(`'${text}' is not a time in nanoseconds`);
  return Number(text.slice(0, -6)) - originMs + Number(text.slice(-6)) / 1e6;
}
