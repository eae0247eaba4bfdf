import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { readDataset } from '../../generators/index.ts';

const fromRoot = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));

const Claim = z.object({
  apiVersion: z.literal('v1'),
  kind: z.literal('PersistentVolumeClaim'),
  metadata: z.object({ name: z.string() }),
  spec: z.object({ accessModes: z.tuple([z.literal('ReadWriteMany')]) }),
});
const Container = z.object({
  name: z.string(),
  image: z.string(),
  command: z.tuple([z.literal('/bin/sh'), z.literal('-c')]),
  args: z.tuple([z.string()]),
  env: z.array(z.object({ name: z.string(), value: z.string() })),
  volumeMounts: z.tuple([z.object({ name: z.string(), mountPath: z.string() })]),
});
const Job = z.object({
  apiVersion: z.literal('batch/v1'),
  kind: z.literal('Job'),
  spec: z.object({
    completionMode: z.literal('Indexed'),
    completions: z.int(),
    parallelism: z.int(),
    backoffLimitPerIndex: z.int(),
    podFailurePolicy: z.object({
      rules: z.tuple([z.object({ onExitCodes: z.object({ containerName: z.string() }) })]),
    }),
    template: z.object({
      spec: z.object({
        // Both the backoff limit per index and the failure policy ask for it.
        restartPolicy: z.literal('Never'),
        containers: z.tuple([Container]),
        volumes: z.tuple([
          z.object({ name: z.string(), persistentVolumeClaim: z.object({ claimName: z.string() }) }),
        ]),
      }),
    }),
  }),
});

async function readJob() {
  const documents = parseAllDocuments(await readFile(fromRoot('deploy/generate-job.yaml'), 'utf8'));
  expect(documents.flatMap((document) => document.errors)).toEqual([]);
  const [claim, job, ...more] = documents.map((document): unknown => document.toJS());
  expect(more).toEqual([]);
  return { claim: Claim.parse(claim), job: Job.parse(job) };
}

it('is an indexed Job whose parts, volume and names agree, with a pinned image', async () => {
  const { claim, job } = await readJob();
  const { completions, parallelism, template, podFailurePolicy } = job.spec;
  const { containers, volumes } = template.spec;
  const [container] = containers;
  const env = Object.fromEntries(container.env.map(({ name, value }) => [name, value]));
  expect([parallelism, env['SHARDS']]).toEqual([completions, String(completions)]);
  expect(volumes[0].persistentVolumeClaim.claimName).toBe(claim.metadata.name);
  expect(container.volumeMounts[0].name).toBe(volumes[0].name);
  expect(env['OUT_DIR']?.startsWith(`${container.volumeMounts[0].mountPath}/`)).toBe(true);
  expect(podFailurePolicy.rules[0].onExitCodes.containerName).toBe(container.name);
  expect(container.image).toMatch(/^[^@]+:\d+\.\d+\.\d+@sha256:[0-9a-f]{64}$/);
});

it('runs as it stands: three pods make a complete set', async () => {
  const { job } = await readJob();
  const [container] = job.spec.template.spec.containers;
  const root = await mkdtemp(path.join(tmpdir(), 'deploy-'));
  try {
    const bin = path.join(root, 'bin');
    await mkdir(bin);
    // As an image would have it on its PATH. A million threads are for clusters.
    const script = `#!/bin/sh\nexec '${process.execPath}' '${fromRoot('bin/chatkit-harness.js')}' "$@" --threads 9\n`;
    await writeFile(path.join(bin, 'chatkit-harness'), script);
    await chmod(path.join(bin, 'chatkit-harness'), 0o755);
    const [shell, flag] = container.command;
    const dir = path.join(root, 'dataset');
    for (const index of [0, 1, 2]) {
      await promisify(execFile)(shell, [flag, container.args[0]], {
        env: {
          PATH: `${bin}:${process.env['PATH']}`,
          JOB_COMPLETION_INDEX: String(index),
          SHARDS: '3',
          OUT_DIR: dir,
        },
      });
    }
    const { manifest } = await readDataset(dir);
    expect([manifest.counts.threads, manifest.options.users, manifest.seed]).toEqual([9, 10_000, 42]);
  } finally {
    await rm(root, { recursive: true });
  }
});
