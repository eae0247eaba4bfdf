import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { metricNames } from '../../../load/k6/plan/names.ts';
import { receiveMetrics } from './metrics-receiver.ts';
import type { MetricsReceiver } from './metrics-receiver.ts';
import { runReal } from './run-real.ts';
import { startStub } from './stub-server.ts';

let receiver: MetricsReceiver;
let env: Record<string, string>;
beforeAll(async () => {
  receiver = await receiveMetrics();
  env = {
    K6_PROMETHEUS_RW_SERVER_URL: `${receiver.url}/api/v1/write`,
    K6_PROMETHEUS_RW_PUSH_INTERVAL: '1s',
    K6_PROMETHEUS_RW_TREND_STATS: 'p(99)',
    K6_OTEL_EXPORTER_PROTOCOL: 'http/protobuf',
    K6_OTEL_HTTP_EXPORTER_INSECURE: 'true',
    K6_OTEL_HTTP_EXPORTER_ENDPOINT: new URL(receiver.url).host,
    K6_OTEL_EXPORT_INTERVAL: '1s',
    K6_OTEL_METRIC_PREFIX: 'k6_',
  };
});
afterAll(() => receiver.close());

const prometheus = ['experimental-prometheus-rw'];
const namesOf = (series: MetricsReceiver['prometheus']): Set<string> =>
  new Set(Array.from(series.values(), ({ name }) => name));
const labelsOf = (series: MetricsReceiver['prometheus'], metric: RegExp): Set<string> =>
  new Set([...series.values()].flatMap(({ name, labels }) => (metric.test(name) ? Object.keys(labels) : [])));

it('reaches Prometheus and OpenTelemetry under the names that are documented', async () => {
  const { outcome } = await runReal({
    scenario: 'limit',
    loads: [2],
    instances: 2,
    outputs: [...prometheus, 'opentelemetry'],
    env,
  });
  expect(outcome.warnings).toEqual([]);
  const [inPrometheus, inOtlp] = [namesOf(receiver.prometheus), namesOf(receiver.otlp)];
  for (const name of [metricNames.sent, metricNames.admitted, metricNames.throttled]) {
    expect(inPrometheus).toContain(`k6_${name}_total`);
    expect(inOtlp).toContain(`k6_${name}`);
  }
  for (const name of [metricNames.latencyAdmitted, metricNames.latencyThrottled]) {
    expect(inPrometheus).toContain(`k6_${name}_p99`);
    expect(inOtlp).toContain(`k6_${name}`);
  }
  for (const series of [receiver.prometheus, receiver.otlp]) {
    expect([...labelsOf(series, /http_req/)].toSorted()).toEqual([
      ...(series === receiver.otlp ? ['condition'] : []),
      'error_code',
      'instance_id',
      'name',
      'scenario',
      'status',
      'step',
    ]);
    expect([...labelsOf(series, /chatkit_(sent|admitted|throttled|latency)/)].toSorted()).toEqual([
      'instance_id',
      'scenario',
      'step',
    ]);
  }
});

it('has on its dashboard only series and labels that arrive', async () => {
  await runReal({
    scenario: 'burst',
    deployment: { faults: ['limiter-forgets-under-concurrency'] },
    outputs: prometheus,
    env,
  });
  // Too slow for ten users, and broken: arrivals are dropped, requests fail.
  const stub = await startStub((_, response) => void setTimeout(() => response.writeHead(500).end(), 1000));
  const given = { baseUrl: stub.baseUrl, secrets: ['ek_given_1', 'ek_given_2', 'ek_given_3'] };
  const { outcome } = await runReal({
    scenario: 'limit',
    loads: [2],
    vus: 1,
    given,
    outputs: prometheus,
    env,
  });
  await stub.close();
  expect(outcome.steps[0]?.dropped).toBeGreaterThan(10);
  // What was not refuted by a harness that could not keep its timetable is no answer.
  expect(outcome.health?.neverSent?.count).toBe(outcome.steps[0]?.dropped);

  const text = await readFile(new URL('../../../deploy/k6/grafana-dashboard.json', import.meta.url), 'utf8');
  const { panels } = JSON.parse(text) as { panels: { targets: { expr: string }[] }[] };
  const expressions = panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
  const arrived = namesOf(receiver.prometheus);
  const shown = new Set(expressions.flatMap((expr) => expr.match(/k6_\w+/g) ?? []));
  expect(shown.size).toBe(8);
  expect([...shown].filter((name) => !arrived.has(name))).toEqual([]);
  const grouped = expressions.flatMap((expr) => {
    const by = /by \((\w+)\)/.exec(expr)?.[1];
    return by === undefined ? [] : [{ by, metric: new RegExp(`^${/k6_\w+/.exec(expr)?.[0]}$`) }];
  });
  expect(grouped).toHaveLength(3);
  for (const { by, metric } of grouped) expect(labelsOf(receiver.prometheus, metric)).toContain(by);
});

it('makes no time series of a session or a request, however many there are', async () => {
  const before = new Set(receiver.prometheus.keys());
  const { outcome } = await runReal({
    scenario: 'limit',
    sessions: 200,
    loads: [0.25],
    outputs: [...prometheus, 'opentelemetry'],
    env,
  });
  expect(new Set(outcome.records.map(({ session }) => session)).size).toBe(200);
  const [step] = outcome.steps;
  expect((step?.offered ?? 0) + (step?.dropped ?? 0)).toBe(200 * 4);
  const more = [...receiver.prometheus.values()].filter((series) => !before.has(JSON.stringify(series)));
  expect(more.length).toBeGreaterThan(10);
  // One step, one status: each metric once, and the bytes of setup() apart.
  expect(more.length).toBeLessThan(30);
  for (const { labels } of more) {
    expect(['session', 'url', 'request'].filter((name) => name in labels)).toEqual([]);
  }
});
