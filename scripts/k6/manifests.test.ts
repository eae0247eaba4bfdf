import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { metricNames } from '../../load/k6/plan/names.ts';
import { readSettings } from '../../load/k6/plan/settings.ts';
import { csvOutput } from '../../load/k6-runner/index.ts';
import { resourceProblems } from './check-resource.ts';
import { pinnedK6Version } from './pinned-version.ts';

const Named = z.looseObject({ metadata: z.object({ name: z.string() }) });
const Mounts = z.array(z.looseObject({ name: z.string(), mountPath: z.string() }));
const Volumes = z.array(
  z.looseObject({
    name: z.string(),
    persistentVolumeClaim: z.object({ claimName: z.string() }).optional(),
    secret: z.looseObject({ secretName: z.string() }).optional(),
  }),
);
const Env = z.array(z.looseObject({ name: z.string(), value: z.string().optional() }));
const TestRun = z.looseObject({
  apiVersion: z.literal('k6.io/v1alpha1'),
  kind: z.literal('TestRun'),
  spec: z.strictObject({
    parallelism: z.int(),
    separate: z.literal(true),
    script: z.strictObject({ configMap: z.strictObject({ name: z.string(), file: z.string() }) }),
    args: z.array(z.string()),
    initializer: z.strictObject({ disabled: z.literal(true) }),
    runner: z.strictObject({
      image: z.string(),
      env: Env,
      resources: z.unknown(),
      securityContext: z.unknown(),
      containerSecurityContext: z.unknown(),
      volumes: Volumes,
      volumeMounts: Mounts,
    }),
  }),
});
const Job = z.looseObject({
  apiVersion: z.literal('batch/v1'),
  kind: z.literal('Job'),
  spec: z.object({
    backoffLimit: z.literal(0),
    template: z.object({
      spec: z.looseObject({
        containers: z.tuple([z.looseObject({ args: z.tuple([z.string()]), env: Env, volumeMounts: Mounts })]),
        volumes: Volumes,
      }),
    }),
  }),
});

async function documents(name: string): Promise<unknown[]> {
  const text = await readFile(new URL(`../../deploy/k6/${name}`, import.meta.url), 'utf8');
  const parsed = parseAllDocuments(text);
  expect(parsed.flatMap((document) => document.errors)).toEqual([]);
  return parsed.map((document): unknown => document.toJS());
}

it('names the same volume, secret and script wherever they are named, with k6 pinned as it is tried', async () => {
  const [claim, run] = await documents('testrun.yaml');
  const [job] = await documents('merge-job.yaml');
  const { spec } = TestRun.parse(run);
  const { spec: pod } = Job.parse(job).spec.template;
  const claimName = Named.parse(claim).metadata.name;
  const [sessions, records] = spec.runner.volumes;
  expect(records?.persistentVolumeClaim?.claimName).toBe(claimName);
  expect(pod.volumes[0]?.persistentVolumeClaim?.claimName).toBe(claimName);
  expect(spec.runner.volumeMounts.map(({ name }) => name)).toEqual([sessions?.name, records?.name]);
  expect(spec.runner.image).toBe(`grafana/k6:${await pinnedK6Version()}`);
  expect(spec.args).toContain(csvOutput('/records/$(POD_NAME).csv.gz').replace(/,saveInterval=.*/, ''));
  expect(spec.runner.volumeMounts[1]?.mountPath).toBe('/records');
  expect(pod.containers[0].env.find(({ name }) => name === 'RECORDS')?.value).toBe('/records');
  const secret = sessions?.secret?.secretName;
  const text = await readFile(new URL('../../deploy/k6/testrun.yaml', import.meta.url), 'utf8');
  expect(text).toContain(`secret generic ${secret} --from-file=sessions.json`);
  expect(text).toContain(
    `configmap ${spec.script.configMap.name} --from-file=${spec.script.configMap.file}=`,
  );
});

it('gives the pods settings that the scenario takes, and a user each', async () => {
  const [, run] = await documents('testrun.yaml');
  const { runner, parallelism } = TestRun.parse(run).spec;
  const env = Object.fromEntries(runner.env.map(({ name, value }) => [name, value]));
  const settings = readSettings(env, 'limit');
  expect(settings).toMatchObject({ limit: 10, windowMs: 60_000, loads: [0.5, 1, 2, 10] });
  expect(settings.sessionsFile).toBe(`${runner.volumeMounts[0]?.mountPath}/sessions.json`);
  expect(settings.vus).toBeGreaterThanOrEqual(parallelism);
});

it('has a dashboard of series that exist', async () => {
  const text = await readFile(new URL('../../deploy/k6/grafana-dashboard.json', import.meta.url), 'utf8');
  const { panels } = JSON.parse(text) as { panels: { title: string; targets: { expr: string }[] }[] };
  const series = panels.flatMap(({ targets }) => targets.flatMap(({ expr }) => expr.match(/k6_\w+/g) ?? []));
  const names = new Set<string>([...Object.values(metricNames), 'dropped_iterations']);
  expect(panels).toHaveLength(6);
  expect(series.filter((one) => !names.has(one.replace(/^k6_|_(total|p99)$/g, '')))).toEqual([]);
});

const definition = {
  kind: 'CustomResourceDefinition',
  spec: {
    group: 'k6.io',
    names: { kind: 'TestRun' },
    versions: [
      {
        name: 'v1alpha1',
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              spec: {
                type: 'object',
                required: ['parallelism'],
                properties: {
                  parallelism: { type: 'integer', format: 'int32' },
                  env: { type: 'object', additionalProperties: { type: 'string' } },
                },
              },
            },
          },
        },
      },
    ],
  },
};
const run = (spec: unknown, kind = 'TestRun', apiVersion = 'k6.io/v1alpha1') => ({
  apiVersion,
  kind,
  metadata: { name: 'x' },
  spec,
});

it.each<[unknown, string[]]>([
  [run({ parallelism: 2, env: { ANY: 'x' } }), []],
  [run({ parallelism: 'two' }), ['/spec/parallelism: must be integer']],
  [
    run({ paralelism: 2 }),
    ["/spec: must have required property 'parallelism'", '/spec: no field is called paralelism'],
  ],
  [run({}, 'Job'), ['kind: Job is not TestRun']],
  [run({}, 'TestRun', 'k6.io/v1'), ['apiVersion: k6.io/v1 is not defined']],
])('holds a resource against its definition: %j', (manifest, problems) => {
  expect(resourceProblems(definition, manifest)).toEqual(problems);
});
