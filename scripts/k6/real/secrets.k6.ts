import { chmod, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createDataset } from '../../../generators/index.ts';
import { csvOutput, findK6 } from '../../../load/k6-runner/index.ts';
import { createDeployment } from '../../../server/index.ts';
import { systemClock } from '../../../support/clock.ts';
import { runMain } from '../../testing/run-main.ts';
import { runReal } from './run-real.ts';
import { startStub } from './stub-server.ts';

const secretLike = /ek_[\w-]{6}|sk-chatkit|[Bb]earer \S/;
/** k6's own outputs of everything, beside the one that the harness reads. */
const outputs = [csvOutput('{dir}/{instance}.csv'), 'json={dir}/{instance}.json'];

let dir: string;
let k6File: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'k6-secrets-'));
  k6File = path.join(dir, 'k6');
  const { file } = await findK6(process.env);
  // Keeps what k6 writes to its log and to standard output, before the harness reads it.
  await writeFile(
    k6File,
    `#!/bin/bash\nexec '${file}' "$@" > >(tee -a '${dir}/out') 2> >(tee -a '${dir}/log' >&2)\n`,
  );
  await chmod(k6File, 0o755);
});
afterEach(() => rm(dir, { recursive: true }));

/** Everything that k6 wrote anywhere. */
async function raw(files: ReadonlyMap<string, string>): Promise<string> {
  const texts = ['out', 'log'].map((name) => readFile(path.join(dir, name), 'utf8').catch(() => ''));
  return [...(await Promise.all(texts)), ...files.values()].join('\n');
}

it.each(['limit', 'soak', 'journey', 'burst'] as const)(
  '%s: no secret is in any output of k6, in its log or in its summary',
  async (scenario) => {
    const { text, files } = await runReal({ scenario, instances: 2, loads: [2], outputs, k6File });
    const written = await raw(files);
    expect(files.size).toBe(4);
    expect(written).toContain('chatkit_sent');
    expect(written).not.toMatch(secretLike);
    expect(text).not.toMatch(secretLike);
  },
);

it.each([
  ['a run', 'sk-chatkit-right', 'limit', 0],
  ['a run whose scenario makes its own sessions', 'sk-chatkit-right', 'soak', 0],
  ['a wrong key', 'sk-chatkit-wrong', 'limit', 3],
  ['a wrong key that k6 uses', 'sk-chatkit-wrong', 'journey', 3],
])(
  '%s: the command line leaves no secret in its folder, nor on the terminal',
  async (_, apiKey, scenario, code) => {
    const dataset = createDataset({ seed: 1, users: 1, threads: 1, sessions: 1 });
    const apiKeys = ['sk-chatkit-right'];
    const deployment = createDeployment({ clock: systemClock, dataset, windowMs: 1000, apiKeys });
    const listening = await deployment.listen({ port: 0 });
    try {
      const out = path.join(dir, 'run');
      const args = [
        'bench',
        '--engine',
        'k6',
        '--scenario',
        scenario,
        '--base-url',
        listening.url,
        '--api-key',
        apiKey,
      ];
      const more = ['--window', '1s', '--load', '1.5', '--duration', '2s', '--instances', '2', '--out', out];
      const env = { PATH: process.env['PATH'], K6_BIN: k6File };
      const ran = await runMain([...args, ...more], undefined, env);
      expect(ran.code ?? 0).toBe(code);
      const names = await readdir(out).catch((): string[] => []);
      const kept = ['k6-summary-1.json', 'k6-summary-2.json', 'records.ndjson', 'report.html', 'run.json'];
      expect(names.toSorted()).toEqual(code === 0 ? kept : []);
      const texts = await Promise.all(names.map((name) => readFile(path.join(out, name), 'utf8')));
      const written = [ran.stdout, ran.stderr, await raw(new Map()), ...texts].join('\n');
      expect(written.length).toBeGreaterThan(100);
      expect(written).not.toMatch(secretLike);
    } finally {
      await listening.close();
    }
  },
);

const secrets = ['ek_0123456789abcdef_a', 'ek_0123456789abcdef_b'];
const sentBack = (request: IncomingMessage): string => request.headers.authorization ?? '';

it.each<[string, (request: IncomingMessage, response: ServerResponse) => void]>([
  ['closes the connection', (request) => void request.socket.destroy()],
  ['never answers', () => undefined],
  [
    'sends the secret back in headers and body',
    (request, response) =>
      void response
        .writeHead(500, { 'x-request-id': sentBack(request), ratelimit: sentBack(request) })
        .end(sentBack(request)),
  ],
  [
    'redirects to an address with the secret in it',
    (request, response) =>
      void response
        .writeHead(302, { location: `http://127.0.0.1:9/?token=${encodeURIComponent(sentBack(request))}` })
        .end(),
  ],
])('a server that %s gets no secret into records, log or outcome', async (_, answer) => {
  const stub = await startStub(answer);
  try {
    const given = { baseUrl: stub.baseUrl, secrets };
    const { outcome, text, files } = await runReal({
      scenario: 'burst',
      given,
      outputs,
      k6File,
      timeoutMs: 1000,
    });
    expect(outcome.records.length).toBeGreaterThan(0);
    expect(outcome.records.every(({ status }) => status !== 200)).toBe(true);
    expect(text).not.toContain('ek_0123456789abcdef');
    expect(await raw(files)).not.toContain('ek_0123456789abcdef');
  } finally {
    await stub.close();
  }
});

it('a server whose answer is no HTTP gets no secret past the log that k6 writes', async () => {
  const stub = await startStub((request) => void request.socket.end(`${sentBack(request)}\r\n\r\n`));
  try {
    const given = { baseUrl: stub.baseUrl, secrets };
    const { outcome, text, files } = await runReal({ scenario: 'burst', given, outputs, k6File });
    // Go quotes what it could not read, so k6's own log has it; nothing that the harness keeps or tells does.
    expect(await raw(files)).toContain('ek_0123456789abcdef');
    expect([...files.values()].join('')).not.toContain('ek_0123456789abcdef');
    expect(outcome.warnings.join('\n')).toContain('[redacted]');
    expect(text).not.toContain('ek_0123456789abcdef');
  } finally {
    await stub.close();
  }
});
