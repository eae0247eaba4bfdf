import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDataset, datasetDefaults, readDataset } from '../../generators/index.ts';
import { runMain } from '../testing/run-main.ts';

let dir: string;
let out: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'generate-'));
  out = path.join(dir, 'data');
});
afterEach(() => rm(dir, { recursive: true }));

const generate = (...args: string[]) => runMain(['generate', '--out', out, ...args]);

describe('generate', () => {
  it('writes a dataset and says what is in it', async () => {
    const { code, stdout, stderr } = await generate();
    const { manifest, ...dataset } = await readDataset(out);
    expect(dataset).toEqual(createDataset());
    expect([code, stderr]).toEqual([undefined, '']);
    expect(stdout.split('\n').map((line) => line.replaceAll(/ +/g, ' '))).toEqual([
      'Dataset of seed 42',
      expect.stringMatching(/^ .*\/data\/sessions\.ndjson 20 \d+\.\d kB$/),
      expect.stringMatching(/^ .*\/data\/threads\.ndjson 50 \d+\.\d kB$/),
      expect.stringMatching(new RegExp(`^ .*/data/items\\.ndjson ${dataset.items.length} \\d+\\.\\d kB$`)),
      expect.stringMatching(/^ .*\/data\/manifest\.json hashes, counts and options$/),
      'Everything in it is synthetic, client secrets included.',
      '',
    ]);
    const { seed: _, ...options } = datasetDefaults;
    expect(manifest.options).toEqual(options);
  });

  it('prints what of the contract occurs with --coverage, and writes nothing', async () => {
    const edge = [
      '--profile',
      'edge',
      '--locale',
      'ar,ja',
      '--threads',
      '300',
      '--sessions',
      '200',
      '--coverage',
    ];
    const { code, stdout } = await generate(...edge);
    expect(code).toBeUndefined();
    const lines = stdout.split('\n');
    expect(lines[0]).toBe('chat_session: 27 of 27 branches in 200 values');
    expect(lines).toContainEqual(expect.stringMatching(/^ +\d+ {2}nullable {3}\$\.title: null$/));
    expect(lines.at(-2)).toBe('Every branch occurred.');
    const few = await generate('--threads', '1', '--sessions', '0', '--items', '0', '--coverage');
    expect(few.stdout).toContain('Did not occur:\n  chat_session $.chatkit_configuration');
    const json = await generate(...edge, '--json');
    const reports = JSON.parse(json.stdout) as { shape: string; values: number }[];
    expect(reports.map(({ shape }) => shape)).toEqual(['chat_session', 'thread', 'thread_item']);
    expect(await readdir(dir)).toEqual([]);
  });

  it('refuses profiles and locales that there are not, and what coverage has no use for', async () => {
    const { code, stderr } = await generate('--profile', 'odd', '--locale', 'en,xx', '--coverage', '--gzip');
    expect(code).toBe(2);
    expect(stderr).toContain('--profile');
    expect(stderr).toContain("got 'xx'");
    expect(stderr).toContain('--gzip: with --coverage nothing is written');
  });

  it('writes the profile and the locales into the manifest, and the same data as the library makes', async () => {
    await generate('--profile', 'edge', '--locale', 'de,he', '--threads', '9');
    const { manifest, ...dataset } = await readDataset(out);
    expect(manifest.options).toMatchObject({ profile: 'edge', locales: ['de', 'he'] });
    expect(dataset).toEqual(createDataset({ profile: 'edge', locales: ['de', 'he'], threads: 9 }));
  });

  it('takes every option, and prints the manifest and nothing else with --json', async () => {
    const numbers = [
      '--seed',
      '-7',
      '--users',
      '3',
      '--sessions',
      '0',
      '--threads',
      '1_0',
      '--items',
      '2..3',
    ];
    const { stdout, stderr } = await generate(...numbers, '--json');
    expect(stderr).toBe('');
    expect(stdout).toBe(await readFile(path.join(out, 'manifest.json'), 'utf8'));
    const { manifest, ...dataset } = await readDataset(out);
    const options = { seed: -7, users: 3, sessions: 0, threads: 10, items: { min: 2, max: 3 } };
    expect(dataset).toEqual(createDataset(options));
    expect(manifest.seed).toBe(-7);
  });

  it('takes a single number of items', async () => {
    await generate('--threads', '2', '--items', '30');
    expect((await readDataset(out)).items).toHaveLength(60);
  });

  it('lists everything that is wrong with its options, and writes nothing', async () => {
    const wrong = [
      '--out',
      '',
      '--seed',
      'x',
      '--users',
      '0',
      '--sessions=-1',
      '--threads',
      '1.5',
      '--items',
      '9..2',
    ];
    const { code, stdout, stderr } = await generate(...wrong);
    expect([code, stdout, await readdir(dir)]).toEqual([2, '', []]);
    expect(stderr).toBe(
      '6 problems:\n' +
        '  - --out: a folder is wanted, got nothing\n' +
        "  - --seed: a whole number from -9007199254740991 to 9007199254740991 is wanted, got 'x'\n" +
        "  - --users: a whole number from 1 to 1000000000 is wanted, got '0'\n" +
        "  - --sessions: a whole number from 0 to 1000000000 is wanted, got '-1'\n" +
        "  - --threads: a whole number from 0 to 1000000000 is wanted, got '1.5'\n" +
        "  - --items: the least comes first, got '9..2' (did you mean '2..9'?)\n",
    );
  });

  it.each([
    ['1..2..3', "--items: MIN..MAX (such as 4..16) or a number is wanted, got '1..2..3'"],
    ['..', "--items: MIN..MAX (such as 4..16) or a number is wanted, got '..'"],
    ['4..', "--items: MIN..MAX (such as 4..16) or a number is wanted, got '4..'"],
    ['few', "--items: a whole number from 0 to 100000 is wanted, got 'few'"],
    ['1..200000', "--items: a whole number from 0 to 100000 is wanted, got '200000'"],
  ])('refuses --items %s', async (text, problem) => {
    const { code, stderr } = await generate('--items', text);
    expect([code, stderr]).toEqual([2, `error: ${problem}\n`]);
  });

  it('refuses options that there are not, and a folder that holds other things', async () => {
    const unknown = await generate('--thread', '3');
    expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining("unknown option '--thread'")]);
    await mkdir(out);
    await writeFile(path.join(out, 'mine.txt'), '');
    const { code, stderr } = await generate();
    expect([code, stderr]).toEqual([
      2,
      `error: ${out} already holds other files (mine.txt): choose an empty folder, or write beside them with --force\n`,
    ]);
    expect(await generate('--force', '--threads', '1')).toMatchObject({ code: undefined, stderr: '' });
  });

  it('stops on Ctrl-C with 130, shows progress until then, and leaves nothing that looks whole', async () => {
    const { code, stdout, stderr } = await runMain(
      ['generate', '--out', out, '--threads', '1000000'],
      // By then three files are whole.
      /^\d{5,} of 1000000 threads \(\d+%\), \d+ items$/m,
    );
    expect([code, stdout]).toEqual([130, '']);
    expect(stderr).toMatch(
      /\nerror: interrupted: no dataset was written; \d+ of 1000000 threads are kept, and --resume goes on from there\n$/,
    );
    expect((await readdir(out)).filter((name) => !name.endsWith('.partial'))).toEqual([]);
  });

  it('stops counting what occurs on Ctrl-C, too', async () => {
    const args = ['generate', '--coverage', '--threads', '1000000000'];
    const stopped = await runMain(args, AbortSignal.timeout(100));
    expect(stopped).toEqual({ code: 130, stdout: '', stderr: 'error: interrupted\n' });
  });

  it('makes parts that serve as one dataset, and names them', async () => {
    const { stdout } = await generate('--shard', '2/2', '--gzip', '--threads', '6');
    expect(stdout.split('\n').map((line) => line.replaceAll(/ +/g, ' '))).toEqual([
      'Part 2 of 2 of the dataset of seed 42',
      expect.stringMatching(/\/sessions-00002-of-00002\.ndjson\.gz 10 \d+\.\d kB$/),
      expect.stringMatching(/\/threads-00002-of-00002\.ndjson\.gz 3 \d+ B$/),
      expect.stringMatching(/\/items-00002-of-00002\.ndjson\.gz \d+ \d+\.\d kB$/),
      expect.stringMatching(/\/manifest-00002-of-00002\.json hashes, counts and options$/),
      'Everything in it is synthetic, client secrets included.',
      '',
    ]);
    await expect(readDataset(out)).rejects.toThrow('lacks part 1/2 (manifest-00001-of-00002.json)');
    await generate('--shard', '1/2', '--gzip', '--threads', '6', '--workers', '2');
    expect((await readDataset(out)).threads).toEqual(createDataset({ threads: 6 }).threads);
  });

  it('says what it kept when it resumes', async () => {
    await generate('--format', 'json');
    const { stderr, stdout } = await generate('--format', 'json', '--resume');
    expect(stderr).toBe('whole already: all 50 threads\n');
    expect(stdout).toContain('items.json');
  });

  it.each([
    [['--shard', '3'], "--shard: I/N (such as 3/16, from 1/16 to 16/16) is wanted, got '3'"],
    [['--shard', '0/4'], "--shard: parts are counted from 1/4 to 4/4, got '0/4'"],
    [['--shard', '5/4'], "--shard: parts are counted from 1/4 to 4/4, got '5/4'"],
    [['--shard', '1/100000'], "--shard: 1 to 99999 parts can be made, got '1/100000'"],
    [['--shard', '1/0'], "--shard: 1 to 99999 parts can be made, got '1/0'"],
    [['--workers', '0'], "--workers: a whole number from 1 to 256 is wanted, got '0'"],
    [['--format', 'csv'], "--format: one of ndjson, json, har is wanted, got 'csv'"],
  ])('refuses %j', async (args, problem) => {
    const { code, stderr } = await generate(...args);
    expect([code, stderr]).toEqual([2, `error: ${problem}\n`]);
  });

  it('refuses whatever would do nothing for a HAR, all at once', async () => {
    const useless = ['--shard', '1/2', '--workers', '2', '--resume', '--sessions', '3'];
    const { code, stderr } = await generate('--format', 'har', ...useless);
    expect([code, stderr]).toEqual([
      2,
      '4 problems:\n' +
        '  - --sessions: a HAR holds a walk through threads and items, no sessions\n' +
        '  - --shard: a HAR is recorded in one go, not in parts\n' +
        '  - --workers: a HAR is recorded in one go, by one thread\n' +
        '  - --resume: a HAR is recorded in one go, from the beginning\n',
    ]);
  });
});
