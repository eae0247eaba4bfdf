/** k6's options that make an instance one of several. */
export interface Segment {
  readonly segment: string;
  readonly sequence: string;
}

/**
 * Equal segments for so many instances, as k6's operator cuts them, too: `0:1/2`, `1/2:1` of `0,1/2,1`. Together they run every
 * iteration once.
 * @returns none for a single instance: it needs no options.
 */
export function equalSegments(instances: number): Segment[] {
  if (instances === 1) return [];
  const edges = Array.from({ length: instances + 1 }, (_, i) =>
    i === 0 ? '0' : i === instances ? '1' : `${i}/${instances}`,
  );
  const sequence = edges.join(',');
  return edges.slice(0, -1).map((from, i) => ({ segment: `${from}:${edges[i + 1]}`, sequence }));
}
