import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { allOf, unsnappy } from './protobuf.ts';

/** A time series that arrived: its name and its labels. */
export interface Series {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

export interface MetricsReceiver {
  readonly url: string;
  /** Every distinct series so far, by Prometheus remote write and by OTLP. */
  readonly prometheus: ReadonlyMap<string, Series>;
  readonly otlp: ReadonlyMap<string, Series>;
  close(): Promise<void>;
}

/** Listens for Prometheus remote write at `/api/v1/write` and for OTLP over HTTP at `/v1/metrics`. */
export async function receiveMetrics(): Promise<MetricsReceiver> {
  const prometheus = new Map<string, Series>();
  const otlp = new Map<string, Series>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      const isOtlp = request.url === '/v1/metrics';
      const message = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
      const arrived = isOtlp ? otlpSeries(message) : prometheusSeries(unsnappy(message));
      for (const one of arrived) (isOtlp ? otlp : prometheus).set(JSON.stringify(one), one);
      response.writeHead(isOtlp ? 200 : 204, { 'content-type': 'application/x-protobuf' }).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    prometheus,
    otlp,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const textOf = (message: Buffer, number: number): string => allOf(message, number)[0]?.toString() ?? '';

/** WriteRequest { timeseries = 1 { labels = 1 { name = 1, value = 2 } } } */
function prometheusSeries(message: Buffer): Series[] {
  return allOf(message, 1).map((one) => {
    const { __name__: name = '', ...labels } = Object.fromEntries(
      allOf(one, 1).map((label) => [textOf(label, 1), textOf(label, 2)]),
    );
    return { name, labels };
  });
}

/**
 * { resource_metrics = 1 { scope_metrics = 2 { metrics = 2 { name = 1, gauge = 5 | sum = 7 | histogram = 9 { data_points = 1 } } } } }, whose
 * points hold their attributes { key = 1, value = 2 { string = 1 } } in field 7, those of a histogram in field 9.
 */
function otlpSeries(message: Buffer): Series[] {
  const metrics = allOf(message, 1).flatMap((resource) =>
    allOf(resource, 2).flatMap((scope) => allOf(scope, 2)),
  );
  return metrics.flatMap((metric) => {
    const points = (kind: number, attributes: number) =>
      allOf(metric, kind).flatMap((data) => allOf(data, 1).map((point) => allOf(point, attributes)));
    return [...points(5, 7), ...points(7, 7), ...points(9, 9)].map((attributes) => ({
      name: textOf(metric, 1),
      labels: Object.fromEntries(
        attributes.map((one) => [textOf(one, 1), textOf(allOf(one, 2)[0] ?? Buffer.alloc(0), 1)]),
      ),
    }));
  });
}
