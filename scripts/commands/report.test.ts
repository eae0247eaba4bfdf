import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleRun } from '../../load/report/testing/sample-run.ts';
import type { SampleRun } from '../../load/report/testing/sample-run.ts';
import { runMain } from '../testing/run-main.ts';

describe('report', () => {
  let dir: string;
  let [broken, kept]: [string, string] = ['', ''];
  beforeAll(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'report-'));
    broken = await save('broken', sampleRun({ admits: 7 }));
    kept = await save('kept', sampleRun());
  });
  afterAll(() => rm(dir, { recursive: true }));

  async function save(name: string, { run, records }: SampleRun): Promise<string> {
    const folder = path.join(dir, name);
    await mkdir(folder);
    await writeFile(path.join(folder, 'run.json'), JSON.stringify(run));
    await writeFile(
      path.join(folder, 'records.ndjson'),
      records.map((one) => `${JSON.stringify(one)}\n`).join(''),
    );
    return folder;
  }

  it('renders a run for the terminal, as Markdown, as JSON, and as files', async () => {
    const terminal = await runMain(['report', broken]);
    expect([terminal.code, terminal.stderr]).toEqual([undefined, '']);
    expect(terminal.stdout).toContain('✗ VIOLATED');
    expect((await runMain(['report', kept, '--markdown'])).stdout).toMatch(/^## ✅ The limit held\n/);
    const json = await runMain(['report', broken, '--json']);
    expect(JSON.parse(json.stdout)).toEqual(
      JSON.parse(await readFile(path.join(broken, 'run.json'), 'utf8')),
    );
    const [page, junit] = [path.join(dir, 'page.html'), path.join(dir, 'junit.xml')];
    await runMain(['report', broken, '--html', page, '--junit', junit]);
    expect(await readFile(page, 'utf8')).toContain('<h1>The limit was broken</h1>');
    expect(await readFile(junit, 'utf8')).toContain('failures="1"');
  });

  it('judges the records of a run of old, which holds no verdicts', async () => {
    const sample = sampleRun({ admits: 7 });
    const { verdicts: _, ...old } = sample.run;
    const folder = await save('old', { ...sample, run: old });
    const { stdout } = await runMain(['report', folder, '--markdown']);
    expect(stdout).toBe((await runMain(['report', broken, '--markdown'])).stdout);
  });

  it('refuses a run whose records are not all there', async () => {
    const sample = sampleRun();
    const { records } = sample;
    const folder = await save('cut', { ...sample, records: records.slice(3) });
    const { code, stderr } = await runMain(['report', folder]);
    expect([code, stderr]).toEqual([
      2,
      `error: ${folder}: records.ndjson holds ${records.length - 3} of the ${records.length} requests that run.json tells of\n`,
    ]);
  });

  it('compares with a baseline: worse is exit code 1, and the page says so', async () => {
    const [page, junit] = [path.join(dir, 'compared.html'), path.join(dir, 'compared.xml')];
    const worse = await runMain(['report', broken, '--baseline', kept, '--html', page, '--junit', junit]);
    expect(worse.code).toBe(1);
    expect(worse.stdout).toContain('over-admission: not refuted before, proved now');
    const text = await readFile(page, 'utf8');
    expect(text).toContain('<h1>The limit was broken</h1>');
    expect(text).toContain('Worse than the baseline</span>');
    expect(await readFile(junit, 'utf8')).toContain('name="chatkit-harness bench: baseline"');
    expect((await runMain(['report', kept, '--baseline', broken])).code).toBe(0);
  });

  it('writes a page of its own for several runs', async () => {
    const page = path.join(dir, 'several.html');
    const two = ['report', broken, kept, '--baseline', kept, '--html', page, '--json'];
    const { code, stdout } = await runMain(two);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ formatVersion: 1, kind: 'comparison', verdict: 'worse' });
    expect(await readFile(page, 'utf8')).toContain(
      '<title>Worse than the baseline: 2\u00a0runs, 1\u00a0run before',
    );
  });

  it('lists what is wrong with its options, and names what is no run', async () => {
    const wrong = await runMain([
      'report',
      broken,
      kept,
      '--html',
      'x.html',
      '--junit',
      'x.xml',
      '--markdown',
      '--json',
    ]);
    expect(wrong.code).toBe(2);
    expect(
      wrong.stderr.match(
        /--html: is of one run|--junit: is of one run|--markdown and --json|--json: is of one run/g,
      ),
    ).toHaveLength(4);
    const none = await runMain(['report', path.join(dir, 'none')]);
    expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('run.json cannot be read')]);
    const half = path.join(dir, 'half');
    await mkdir(half);
    await writeFile(
      path.join(half, 'run.json'),
      JSON.stringify({ ...sampleRun().run, plan: undefined, steps: undefined }),
    );
    await writeFile(path.join(half, 'records.ndjson'), '');
    const lacking = await runMain(['report', half]);
    expect([lacking.code, lacking.stderr]).toEqual([
      2,
      expect.stringContaining('run.json lacks plan, steps;'),
    ]);
    for (const [name, value, problem] of [
      ['plan', {}, 'run.json: plan of another kind than bench writes'],
      ['verdicts', [], 'run.json: verdicts of another kind than bench writes'],
      ['steps', null, 'run.json: steps of another kind than bench writes'],
    ] as const) {
      await writeFile(path.join(half, 'run.json'), JSON.stringify({ ...sampleRun().run, [name]: value }));
      const odd = await runMain(['report', half]);
      expect([odd.code, odd.stderr]).toEqual([2, expect.stringContaining(problem)]);
    }
    await writeFile(path.join(half, 'run.json'), 'null');
    const empty = await runMain(['report', half]);
    expect([empty.code, empty.stderr]).toEqual([
      2,
      expect.stringContaining('run.json is no run of format 1'),
    ]);
    const denied = await runMain(['report', kept, '--html', path.join(dir, 'no', 'such', 'page.html')]);
    expect([denied.code, denied.stderr]).toEqual([
      2,
      expect.stringMatching(/--html: .*cannot be written: no such/),
    ]);
  });
});
