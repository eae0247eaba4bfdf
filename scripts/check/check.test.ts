import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDataset } from '../../generators/index.ts';
import { checks } from '../../property/checks/index.ts';
import { createDeployment, systemClock } from '../../server/index.ts';
import type { Finding } from '../reporting/index.ts';
import { runCli } from '../testing/run-cli.ts';
import { runMain } from '../testing/run-main.ts';
import { replayCommand } from './replay.ts';
import type { CheckOptions } from './read-settings.ts';

let dir = '';
beforeAll(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'check-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

interface Document {
  readonly formatVersion: number;
  readonly target: string | null;
  readonly seed: number;
  readonly requests: number;
  readonly end: string | null;
  readonly warnings: readonly string[];
  readonly findings: readonly Finding[];
}

async function checkJson(
  ...args: readonly string[]
): Promise<{ code: number | undefined; document: Document }> {
  const { code, stdout } = await runMain(['check', '--json', ...args]);
  return { code, document: JSON.parse(stdout) as Document };
}

const idsOf = ({ findings }: Document, status: Finding['status']): string[] =>
  findings.filter((finding) => finding.status === status).map(({ id }) => id);

describe('the embedded deployment', () => {
  it(
    'passes every check over HTTP in less than 30 seconds, with more than 2,000 requests',
    { timeout: 60_000 },
    async () => {
      // Of this process, client and deployment together: how long others keep the machine busy is not the matter.
      const before = process.cpuUsage();
      const { code, document } = await checkJson('--seed', '11');
      const { user, system } = process.cpuUsage(before);
      expect((user + system) / 1000).toBeLessThan(30_000);
      expect(code).toBe(0);
      expect([...idsOf(document, 'failed'), ...idsOf(document, 'difference')]).toEqual([]);
      // On a machine that stands still for a second a wait cannot be tried; it then says so.
      const untried = idsOf(document, 'skipped').filter((id) => id !== 'retry_after_is_kept');
      expect([untried, document.findings.map(({ id }) => id)]).toEqual([[], checks.map(({ name }) => name)]);
      expect(document).toMatchObject({ formatVersion: 1, target: null, seed: 11, end: null, warnings: [] });
      expect(document.requests).toBeGreaterThan(2000);
    },
  );

  it.each([
    ['page-drops-item', 'paging'],
    ['limits-disagree', 'copies_of_the_limit_agree,new_session_is_active'],
    ['others-threads-listed', 'isolation'],
    ['required-null', 'contract'],
  ])(
    'fails when it has the fault %s, and each failure replays from its printed command',
    { timeout: 60_000 },
    async (fault, only) => {
      const first = await checkJson('--fault', fault, '--seed', '3', '--runs', '10', '--only', only);
      expect(first.code).toBe(1);
      const failed = first.document.findings.filter(({ status }) => status === 'failed');
      expect(failed.length).toBeGreaterThan(0);
      for (const { id, replay = '', sequence = [] } of failed) {
        expect(replay).toMatch(
          /^chatkit-harness check --fault \S+ --runs 10 --only \S+ --seed 3( --path [\d:]+)?$/,
        );
        expect(sequence.length).toBeGreaterThan(0);
        const again = await checkJson(...replay.split(' ').slice(2));
        expect([again.code, idsOf(again.document, 'failed')]).toEqual([1, [id]]);
      }
    },
  );
});

it('prints what a person can act on', async () => {
  const { code, stdout } = await runMain(
    'check --fault limiter-admits-one-more --only limit_is_never_exceeded --seed 4 --runs 10'.split(' '),
  );
  expect(code).toBe(1);
  const lines = stdout.trim().split('\n');
  expect(lines.slice(0, 5)).toEqual([
    'FAILED limit_is_never_exceeded (limits)',
    '  claim:    of more requests than a session’s limit no more than the limit are admitted',
    '  expected: at most 1 admitted',
    '  received: 2 admitted',
    '  shortest sequence:',
  ]);
  expect(lines[5]).toMatch(/^ {4}curl -sS --path-as-is -X POST .* # \.id is \$SESSION_1, \.client_secret is/);
  expect(lines[6]).toBe(lines[7]);
  expect(lines[8]).toMatch(/ --only limit_is_never_exceeded --seed 4 --path [\d:]+$/);
  expect(lines.at(-1)).toMatch(/^1 check: 1 failed; \d+ requests in .*, seed 4$/);
});

it('keeps a ledger of expected failures, in which an unexpected pass fails too', async () => {
  const ledger = path.join(dir, 'ledger');
  writeFileSync(ledger, '# known\nlimit_is_never_exceeded: ticket 17\n\nlimit_is_granted: ticket 18\n');
  const only = ['--only', 'limit_is_never_exceeded,limit_is_granted', '--runs', '5', '--expect', ledger];
  const { code, document } = await checkJson('--fault', 'limiter-admits-one-more', ...only);
  expect([code, idsOf(document, 'expected'), idsOf(document, 'failed')]).toEqual([
    1,
    ['limit_is_never_exceeded'],
    ['limit_is_granted'],
  ]);
  expect(document.findings[1]).toMatchObject({
    expected: 'a failure, as the ledger says (ticket 18)',
    received: 'it passed: take it out of the ledger',
  });
  writeFileSync(ledger, 'limit_is_never_exceeded: ticket 17\n');
  expect((await checkJson('--fault', 'limiter-admits-one-more', ...only)).code).toBe(0);
  writeFileSync(ledger, 'nonsense: x\nwalk_ends\nwalk_ends: a\nwalk_ends: b\n');
  const bad = await runMain(['check', '--expect', ledger]);
  expect([bad.code, bad.stderr]).toEqual([
    2,
    `3 problems:\n  - --expect: ${ledger}:1: no check is called 'nonsense'; --list lists them\n` +
      `  - --expect: ${ledger}:2: a reason is wanted, as in 'walk_ends: ticket 17'\n` +
      `  - --expect: ${ledger}:4: walk_ends is named twice\n`,
  ]);
});

describe('a deployment that is not ours', () => {
  const apiKey = 'sk-somebody-elses-key';
  const start = () =>
    createDeployment({
      clock: systemClock,
      dataset: createDataset({ threads: 3, users: 1, seed: 5 }),
      apiKeys: [apiKey],
      faults: ['second-delete-acknowledged', 'limiter-admits-one-more', 'error-echoes-token'],
    });

  it('is failed by what is published alone, keeps its threads, and loses the sessions of the run', async () => {
    const deployment = start();
    const server = await deployment.listen();
    try {
      const args = [
        '--base-url',
        server.url,
        '--api-key',
        apiKey,
        '--runs',
        '3',
        '--skip',
        'hostile,lifecycle',
      ];
      const { code, document } = await checkJson(...args);
      expect(code).toBe(0);
      expect(idsOf(document, 'failed')).toEqual([]);
      expect(idsOf(document, 'difference')).toEqual([
        'limit_is_never_exceeded',
        'limit_is_never_exceeded_at_once',
        'no_error_repeats_a_token',
      ]);
      expect(document.warnings).toEqual(
        expect.arrayContaining([
          'only 3 threads: boundaries of pages are hardly tried',
          'threads of one user only: isolation between users is not tried',
        ]),
      );
      expect(document.findings.find(({ id }) => id === 'deleted_thread_is_gone')).toMatchObject({
        status: 'skipped',
        reason: 'it deletes threads: --allow-delete lets it',
      });
      expect(deployment.store.threadCount).toBe(3);
      expect((await checkJson(...args, '--strict')).code).toBe(1);
      const deleting = await checkJson(...args, '--allow-delete', '--only', 'deleted_thread_is_404');
      expect(idsOf(deleting.document, 'difference')).toEqual(['deleted_thread_is_404']);
      expect(deployment.store.threadCount).toBe(2);
    } finally {
      await server.close();
    }
  });

  it('never sees its key or a secret printed', async () => {
    const server = await start().listen();
    try {
      const args = ['--base-url', server.url, '--api-key', apiKey, '--runs', '2', '--only', 'limits,headers'];
      const { stdout, stderr } = await runMain(['check', ...args, '--annotations']);
      expect(stdout).toContain('DIFFERENCE');
      expect(stdout + stderr).not.toMatch(/somebody-elses|ek_[0-9a-f]{48}/);
    } finally {
      await server.close();
    }
  });
});

it('writes JUnit, annotations and the step summary', async () => {
  const [junit, summary] = [path.join(dir, 'check.xml'), path.join(dir, 'summary.md')];
  const args = '--only limit_is_granted,copies_of_the_limit_agree --fault limits-disagree --runs 2 --seed 9';
  const { code, stderr } = await runCli(['check', ...args.split(' '), '--junit', junit], {
    env: { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary },
  });
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^::error title=copies_of_the_limit_agree::max_requests_per_1_minute at the top is/m,
  );
  expect(readFileSync(junit, 'utf8')).toContain(
    '<testsuites name="chatkit-harness check" tests="2" failures="1" errors="0" skipped="0"',
  );
  expect(readFileSync(summary, 'utf8')).toContain('1 passed, 1 failed');
});

it('lists its checks', async () => {
  const { stdout } = await runMain(['check', '--list', '--json', '--only', 'deletion']);
  const rows = JSON.parse(stdout) as { name: string; source: string }[];
  expect(rows.map(({ name }) => name)).toEqual(
    checks.filter(({ group }) => group === 'deletion').map(({ name }) => name),
  );
  expect((await runMain(['check', '--list'])).stdout.trim().split('\n').length).toBeGreaterThan(
    checks.length,
  );
});

it('says all that is wrong with its options at once', async () => {
  const args = [
    '--seed',
    'x',
    '--runs',
    '0',
    '--path',
    'q',
    '--fault',
    'foo',
    '--base-url',
    'https://chat.example.com/v1',
  ];
  expect(await runMain(['check', ...args, '--only', 'nothing', '--timeout', '5'])).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringMatching(/^10 problems:/) as string,
  });
});

it('refuses before the run what would spoil it: a path of a check that has none, a report that cannot be written', async () => {
  const replay = await runMain(['check', '--only', 'every_answer_is_http', '--path', '1:1', '--seed', '4']);
  expect([replay.code, replay.stderr]).toEqual([
    2,
    'error: --path: every_answer_is_http looks at the requests of all other checks, and has no path of its own\n',
  ]);
  const junit = await runMain(['check', '--junit', tmpdir()]);
  expect([junit.code, junit.stdout, junit.stderr]).toEqual([
    2,
    '',
    `error: --junit: ${tmpdir()} cannot be written: a folder of this name is in the way\n`,
  ]);
});

it('ends with 3 where nothing can be said', async () => {
  const closed = await runMain(['check', '--base-url', 'http://127.0.0.1:9/v1', '--api-key', 'k']);
  expect(closed.code).toBe(3);
  expect(closed.stderr).toContain('error: nothing listens at http://127.0.0.1:9');
  const server = await createDeployment({ clock: systemClock }).listen();
  try {
    const wrong = await runMain(['check', '--base-url', server.url, '--api-key', 'wrong']);
    expect(wrong.code).toBe(3);
    expect(wrong.stderr).toContain('threads.list was answered 401: is the API key right?');
  } finally {
    await server.close();
  }
});

it('ends with 130 when it is interrupted, and prints what there is', async () => {
  const { code, stdout } = await runMain(['check', '--runs', '5000'], /^seen: /m);
  expect(code).toBe(130);
  expect(stdout).toContain('warning: interrupted: what is not tried says nothing');
});

it('stops at its budget and its deadline, and says so', async () => {
  const budget = await checkJson('--budget', '100');
  expect([budget.code, budget.document.end, budget.document.requests]).toEqual([0, 'budget', 100]);
  expect((await checkJson('--deadline', '300ms', '--runs', '5000')).document.end).toBe('deadline');
});

it('prints replays with all that they need, and no key', () => {
  const options = {
    baseUrl: 'x',
    apiKey: 'sk-1',
    allowRemote: ['h'],
    allowDelete: true,
    runs: '20',
    workflow: 'wf_9',
  };
  const settings = { baseUrl: new URL('https://h/v1'), seed: 4 };
  expect(replayCommand(options as unknown as CheckOptions, settings, 'walk_ends', '1:2')).toBe(
    'chatkit-harness check --base-url https://h/v1 --allow-remote h --workflow wf_9 --allow-delete --only walk_ends --seed 4 --path 1:2',
  );
});
