import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createDataset,
  createThread,
  createThreadItem,
  createThreadItemPage,
  createThreadPage,
  writeDataset,
} from '../../generators/index.ts';
import { HarnessError } from '../../support/errors.ts';
import { systemClock } from '../../support/clock.ts';
import type { Io } from '../io.ts';
import { runCli } from '../testing/run-cli.ts';
import { runMain } from '../testing/run-main.ts';
import { validate } from '../validate/validate.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'validate-'));
});
afterEach(() => rm(dir, { recursive: true }));

interface Options {
  shape?: string;
  lint?: boolean;
  maxFaults?: string;
  json?: boolean;
}

/** Runs `validate` in process on standard input. */
async function run(
  files: readonly string[],
  options: Options = {},
  input: string | Buffer = '',
  signal?: AbortSignal,
) {
  let stdout = '';
  let exitCode: number | undefined;
  const io: Io = {
    stdout: (text) => void (stdout += text),
    stderr: () => undefined,
    clock: systemClock,
    signal: signal ?? new AbortController().signal,
    setExitCode: (code) => {
      exitCode = code;
    },
    env: {},
    live: false,
    color: false,
  };
  await validate(files, { maxFaults: '20', ...options }, io, Readable.from([Buffer.from(input)]));
  return { stdout, exitCode };
}

const file = async (name: string, content: string | Buffer): Promise<string> => {
  const full = path.join(dir, name);
  await writeFile(full, content);
  return full;
};
const ndjson = (...values: unknown[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('');
const task = createThreadItem({ overrides: { type: 'chatkit.task' } });

describe('validate reads', () => {
  it('every file of a dataset, and sums them up', async () => {
    await writeDataset({ outDir: dir, options: { threads: 6, sessions: 3 } });
    const { items } = createDataset({ threads: 6, sessions: 3 });
    const names = ['sessions', 'threads', 'items'].map((kind) => path.join(dir, `${kind}.ndjson`));
    expect(await run(names, { lint: true })).toEqual({
      exitCode: 0,
      stdout:
        `${names[0]}: 3 chat_session (guessed by "object"): valid\n` +
        `${names[1]}: 6 thread (guessed by "object"): valid\n` +
        `${names[2]}: ${items.length} thread_item (guessed by "object"): valid\n` +
        `3 files, ${items.length + 9} objects: all valid\n`,
    });
  });

  it.each([
    ['an object', JSON.stringify(createThread()), '1 thread (guessed by "object")'],
    [
      'an object over several lines',
      JSON.stringify(createThread(), null, 2),
      '1 thread (guessed by "object")',
    ],
    ['a page', JSON.stringify(createThreadPage(), null, 2), '1 thread_list (guessed by "data")'],
    ['a page of items', JSON.stringify(createThreadItemPage()), '1 thread_item_list (guessed by "data")'],
    ['an empty page', '{"object":"list","data":[]}', '1 thread_list (guessed by "object")'],
    [
      'a list',
      JSON.stringify([createThread(), task]),
      '1 thread (guessed by "object"), 1 thread_item (guessed by "object")',
    ],
    [
      'a list over several lines',
      JSON.stringify([task, task], null, 1),
      '2 thread_item (guessed by "object")',
    ],
    [
      'NDJSON with blank lines and CRLF',
      `\r\n${ndjson(task)}\r\n${ndjson(task)}`,
      '2 thread_item (guessed by "object")',
    ],
    ['a last line without a line break', ndjson(task, task).trimEnd(), '2 thread_item (guessed by "object")'],
    ['an item without object', '{"type":"chatkit.task"}', '1 thread_item (guessed by "type")'],
    [
      'an error',
      '{"error":{"message":"","type":"","param":null,"code":null}}',
      '1 error (guessed by "error")',
    ],
    ['a request', '{"user":"u","workflow":{"id":"w"}}', '1 session_create (guessed by "workflow")'],
    ['a part', '{"type":"input_text","text":""}', '1 user_message_content (guessed by "type")'],
  ])('%s', async (_, input, found) => {
    const { stdout } = await run(['-'], {}, input);
    expect(stdout.split('\n').find((line) => line.startsWith('(standard input): '))).toContain(
      `(standard input): ${found}: `,
    );
  });

  it('gzip, by its content', async () => {
    const packed = gzipSync(ndjson(task, createThread()));
    const name = await file('data.bin', packed);
    expect((await run([name])).exitCode).toBe(0);
    expect((await run(['-'], {}, packed)).exitCode).toBe(0);
  });

  it('any shape that it is told', async () => {
    const { stdout, exitCode } = await run(['-'], { shape: 'task' }, ndjson(task, createThread()));
    expect(exitCode).toBe(1);
    expect(stdout).toContain(
      '(standard input):2: $.object: expected "chatkit.thread_item", got string "chatkit.thread"\n',
    );
    expect(stdout).toMatch(/\(standard input\): 2 task \(as told\): \d faults in 1 of them\n$/);
  });
});

describe('validate names', () => {
  it('file, line and path of every fault', async () => {
    const broken = { ...createThread(), created_at: '2025', status: { type: 'locked' } };
    const name = await file(
      'x.ndjson',
      ndjson(createThread(), broken, [createThread(), { ...broken, created_at: 1 }]),
    );
    expect(await run([name])).toEqual({
      exitCode: 1,
      stdout:
        `${name}:2: $.created_at: expected integer, got string "2025"\n` +
        `${name}:2: $.status.reason: expected string or null, got nothing\n` +
        `${name}:3: $[1].status.reason: expected string or null, got nothing\n` +
        `${name}: 4 thread (guessed by "object"): 3 faults in 2 of them\n`,
    });
  });

  it('the path alone in a document over several lines', async () => {
    const page = { ...createThreadPage(), has_more: 'no' };
    const { stdout } = await run(['-'], {}, JSON.stringify(page, null, 2));
    expect(stdout.split('\n')[0]).toBe('(standard input): $.has_more: expected boolean, got string "no"');
  });

  it('fields that the contract does not name, with --lint alone', async () => {
    const input = ndjson({ ...createThread(), extra: 1 });
    expect((await run(['-'], {}, input)).exitCode).toBe(0);
    const { stdout, exitCode } = await run(['-'], { lint: true }, input);
    expect(exitCode).toBe(1);
    expect(stdout).toContain(
      '(standard input):1: $.extra: expected no such field in the contract, got integer 1\n',
    );
  });

  it.each<[string, string | Buffer, string]>([
    ['an empty file', '', 'the file is empty'],
    ['blank lines', '\n \n', 'the file holds only blank lines'],
    ['an empty list', '[]', 'the list is empty: there is nothing to check'],
    ['an empty list over several lines', '[\n]\n', 'the list is empty: there is nothing to check'],
    [
      'UTF-16',
      Buffer.from(`\u{FEFF}${ndjson(task)}`, 'utf16le'),
      '1: the line begins a text in UTF-16, where UTF-8 is wanted',
    ],
    ['bytes that are not UTF-8', Buffer.from([0x22, 0xff, 0x22, 0x0a]), '1: the line is not UTF-8'],
    ['a byte-order mark', `\u{FEFF}${ndjson(task)}`, '1: the line begins with a byte-order mark'],
    [
      'a last line that is cut off',
      `${ndjson(task)}{"object":"chatkit.th`,
      '2: the file is cut off in the middle of its last line',
    ],
    [
      'a line that is not JSON',
      `${ndjson(task)}{]\n${ndjson(task)}`,
      "2: the line is not JSON: Expected property name or '}'",
    ],
    ['a document that is cut off', '{\n"a": [1,\n', 'the document is not JSON: it is cut off'],
    [
      'a fault in a document',
      '{\n"a": 1\n"b": 2\n}',
      "3: the document is not JSON: Expected ',' or '}' after property value",
    ],
    ['an object of no known shape', '{"object":"assistant"}', '1: $: no telling which shape this is'],
    ['a value that is no object', '7', '1: $: no telling which shape this is'],
    [
      'gzip that is cut off',
      gzipSync(ndjson(task)).subarray(0, 60),
      'the gzip data is damaged or cut off here',
    ],
    [
      'gzip that is damaged',
      Buffer.concat([gzipSync('x').subarray(0, 10), Buffer.alloc(9, 7)]),
      'the gzip data is damaged',
    ],
  ])('%s', async (_, input, message) => {
    const { stdout, exitCode } = await run(['-'], {}, input);
    expect([exitCode, stdout.split('\n').filter((line) => line.includes(message)).length]).toEqual([1, 1]);
  });

  it('tells of damaged gzip however many faults it has shown: it explains them', async () => {
    const packed = gzipSync(ndjson(task).repeat(2000));
    const { stdout } = await run(['-'], { maxFaults: '0' }, packed.subarray(0, packed.length - 20));
    expect(stdout).toMatch(/^\(standard input\):\d+: the gzip data is damaged or cut off here\n/);
  });

  it('sets the exit code with the first fault, for a reader may go away before the last', async () => {
    const order: unknown[] = [];
    const io: Io = {
      stdout: (text) => void order.push(text),
      stderr: () => undefined,
      clock: systemClock,
      signal: new AbortController().signal,
      setExitCode: (code) => void order.push(code),
      env: {},
      live: false,
      color: false,
    };
    await validate(['-'], { maxFaults: '1' }, io, Readable.from([Buffer.from('7\n')]));
    expect(order.slice(0, 2)).toEqual([1, expect.stringContaining('no telling which shape')]);
    expect(order.at(-1)).toBe(1);
  });

  it('NDJSON by its name: a broken first line does not make it a document', async () => {
    const name = await file('x.jsonl', `{"a":\n${ndjson(task)}`);
    const { stdout } = await run([name]);
    expect(stdout).toBe(
      `${name}:1: the line is not JSON: it is cut off\n${name}: 1 thread_item (guessed by "object"), 1 of no known shape: 1 fault in 1 of them\n`,
    );
  });

  it('NDJSON by its second line: a broken first line hides nothing behind it', async () => {
    const { stdout } = await run(['-'], {}, `{"a":{,}\n${ndjson(task, { ...task, heading: 1 })}`);
    expect(stdout).toMatch(/^\(standard input\):1: the line is not JSON: /);
    expect(stdout).toContain('(standard input):3: $.heading: expected');
    expect(stdout).toMatch(
      /: 2 thread_item \(guessed by "object"\), 1 of no known shape: 2 faults in 2 of them\n$/,
    );
  });

  it.each(['[', '{"data":['])('a document by how its first line ends: %s', async (begin) => {
    const { stdout } = await run(['-'], {}, `${begin}\n${JSON.stringify(task)}\n`);
    expect(stdout).toContain('the document is not JSON: ');
  });

  it('as many objects as there were, whatever is wrong with them', async () => {
    const bytes = Buffer.concat([Buffer.from(ndjson({ ...task, heading: 1 })), Buffer.from([0xff, 0x0a])]);
    const name = await file('x.ndjson', bytes);
    expect((await run([name])).stdout).toContain('1 of no known shape: 2 faults in 2 of them');
  });

  it('no secrets', async () => {
    for (const input of [
      '{"object":"chatkit.session","client_secret":["ek_very_secret"]}',
      '{"object":"chatkit.session","client_secret":ek_very_secret}',
      '{\n"client_secret":"ek_very_secret" "x"}',
    ])
      expect((await run(['-'], {}, input)).stdout).not.toContain('very_secret');
  });
});

describe('validate counts', () => {
  it('all faults and shows the first', async () => {
    const input = ndjson(...Array.from({ length: 30 }, () => ({ ...task, heading: 1 })));
    const { stdout } = await run(['-'], { maxFaults: '2' }, input);
    expect(stdout).toBe(
      '(standard input):1: $.heading: expected string or null, got integer 1\n' +
        '(standard input):2: $.heading: expected string or null, got integer 1\n' +
        '… and 28 more faults (--max-faults shows more)\n' +
        '(standard input): 30 thread_item (guessed by "object"): 30 faults in 30 of them\n',
    );
  });

  it('in one JSON document with --json', async () => {
    const { stdout, exitCode } = await run(
      ['-'],
      { json: true, maxFaults: '1' },
      ndjson(task, { ...task, heading: 1 }, {}),
    );
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      valid: false,
      faults: 2,
      files: [
        {
          file: '-',
          valid: false,
          objects: 3,
          faultyObjects: 2,
          faults: 2,
          shapes: [{ shape: 'thread_item', objects: 2, guessedBy: 'object' }],
        },
      ],
      shown: [{ file: '-', line: 2, path: '$.heading', message: 'expected string or null, got integer 1' }],
    });
  });
});

describe('validate refuses', () => {
  it('what it can’t read, all at once', async () => {
    const missing = path.join(dir, 'nope');
    await expect(
      run([missing, dir, '-', '-'], { shape: 'threads', maxFaults: 'many' }),
    ).rejects.toMatchObject({
      exitCode: 2,
      problems: [
        "--shape: no shape is called 'threads' (did you mean 'thread'?); --help lists them",
        "--max-faults: a whole number 0 or more is wanted, got 'many'",
        '-: standard input can be read only once',
        `${missing}: there is no such file`,
        `${dir}: is a folder; name its files, such as ${dir}/items.ndjson`,
      ],
    });
  });

  it('no interruption', async () => {
    const abort = new AbortController();
    const hanging = new Readable({ read: () => undefined });
    const io = { stdout: () => undefined, signal: abort.signal } as unknown as Io;
    const done = validate(['-'], { maxFaults: '20' }, io, hanging);
    await systemClock.sleep(20);
    abort.abort();
    await expect(done).rejects.toEqual(new HarnessError(130, 'interrupted while reading (standard input)'));
  });
});

it('is a command with help, standard input and exit codes', async () => {
  const help = await runMain(['validate', '--help']);
  const missing = await runMain(['validate', path.join(dir, 'nope')]);
  const none = await runMain(['validate']);
  const faulty = await runCli(['validate', '--lint', '--max-faults', '0', '-'], {
    input: ndjson({ ...task, extra: 1 }),
  });
  expect([help.code, help.stdout]).toEqual([0, expect.stringContaining('thread_item_list')]);
  expect([faulty.code, faulty.stdout.split('\n')[0]]).toEqual([
    1,
    '… and 1 more fault (--max-faults shows more)',
  ]);
  expect([missing.code, missing.stderr]).toEqual([
    2,
    `error: ${path.join(dir, 'nope')}: there is no such file\n`,
  ]);
  expect([none.code, none.stderr]).toEqual([2, expect.stringContaining("missing required argument 'file'")]);
});
