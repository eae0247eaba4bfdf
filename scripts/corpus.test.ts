import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { corpusCommand } from './corpus.ts';

const parent = mkdtempSync(join(tmpdir(), 'corpus-'));
afterAll(() => rmSync(parent, { recursive: true }));
const folder = join(parent, 'fixtures');

function run(...argv: string[]) {
  const said = { stdout: '', stderr: '' };
  const code = corpusCommand(argv, {
    stdout: (text) => void (said.stdout += text),
    stderr: (text) => void (said.stderr += text),
  });
  return { code, ...said };
}
const silent = { code: 0, stdout: '', stderr: '' };

describe('npm run corpus', () => {
  beforeEach(() => {
    run('--folder', folder, '--remove');
  });

  it('finds the committed corpus current', () => {
    expect(run('--check')).toEqual(silent);
  });

  it('writes a corpus that is current, and leaves it alone the second time', () => {
    const again = join(parent, 'again');
    expect(run('--folder', again)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(
        /again: \d{3,} cases, \d{2,} walks; \d{3,} files added, 0 changed, 0 removed\n$/,
      ),
    });
    expect(run('--check', '--folder', again)).toEqual(silent);
    expect(run('--folder', again).stdout).toMatch(/; 0 files added, 0 changed, 0 removed\n$/);
  });

  it('names what is missing, changed and too many, and writes nothing', () => {
    rmSync(join(folder, 'accept/thread/maximal.json'));
    appendFileSync(join(folder, 'reject/thread/missing.id.json'), ' ');
    writeFileSync(join(folder, 'either/forgotten.json'), '{}');
    writeFileSync(join(folder, 'README.md'), 'By hand.');
    const found = {
      code: 1,
      stdout: '',
      stderr:
        `${folder} is not what the generators say. Run: npm run corpus\n` +
        '  missing  accept/thread/maximal.json\n' +
        '  changed  reject/thread/missing.id.json\n' +
        '  orphan   either/forgotten.json\n',
    };
    expect(run('--check', '--folder', folder)).toEqual(found);
    expect(run('--check', '--folder', folder)).toEqual(found);
  });

  it('mends all that, and keeps what people wrote', () => {
    rmSync(join(folder, 'accept/thread'), { recursive: true });
    mkdirSync(join(folder, 'accept/old/older'), { recursive: true });
    writeFileSync(join(folder, 'accept/old/older/case.json'), '{}');
    writeFileSync(join(folder, 'README.md'), 'By hand.');
    expect(run('--folder', folder).stdout).toMatch(/; \d{2} files added, 0 changed, 1 removed\n$/);
    expect(run('--check', '--folder', folder)).toEqual(silent);
    expect(() => readFileSync(join(folder, 'accept/old'))).toThrow('ENOENT');
    expect(readFileSync(join(folder, 'README.md'), 'utf8')).toBe('By hand.');
  });

  it('lets no id vanish unless it is told to', () => {
    const manifest = join(folder, 'manifest.json');
    const before = readFileSync(manifest, 'utf8').replace(
      '  "cases": [\n',
      '  "cases": [\n    {"id":"accept/thread/of-old"},\n',
    );
    writeFileSync(manifest, before);
    expect(run('--folder', folder)).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'These ids would vanish, and others may have written them down. Run again with --remove:\n' +
        '  accept/thread/of-old\n',
    });
    expect(readFileSync(manifest, 'utf8')).toBe(before);
    expect(run('--folder', folder, '--remove').code).toBe(0);
    expect(run('--check', '--folder', folder)).toEqual(silent);
  });

  it('refuses what it does not know', () => {
    const { code, stdout, stderr } = run('--chek');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain("Unknown option '--chek'");
    expect(stderr).toContain('Usage: npm run corpus');
  });
});
