import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { openApiCommand } from './openapi.ts';

const folder = mkdtempSync(join(tmpdir(), 'openapi-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'openapi.yaml');
const missing = join(folder, 'missing.yaml');

function run(...argv: string[]) {
  const said = { stdout: '', stderr: '' };
  const code = openApiCommand(argv, {
    stdout: (text) => void (said.stdout += text),
    stderr: (text) => void (said.stderr += text),
  });
  return { code, ...said };
}

describe('npm run openapi', () => {
  it('writes the document', () => {
    expect(run('--file', file)).toEqual({ code: 0, stdout: `wrote ${file}\n`, stderr: '' });
    expect(parse(readFileSync(file, 'utf8'))).toMatchObject({ openapi: '3.1.0' });
  });

  it('says nothing of a committed document that is current', () => {
    expect(run('--check')).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(run('--check', '--file', file).code).toBe(0);
  });

  it('names the first line that differs, and writes nothing', () => {
    const stale = readFileSync(file, 'utf8').replace('title: ChatKit API', 'title: Another API');
    writeFileSync(file, stale);
    expect(run('--check', '--file', file)).toEqual({
      code: 1,
      stdout: '',
      stderr:
        `${file} is not what the schemas say. Run: npm run openapi\n` +
        'First difference, line 3:\n  -   title: Another API\n  +   title: ChatKit API\n',
    });
    expect(readFileSync(file, 'utf8')).toBe(stale);
  });

  it('sees a document that is cut short, and one that goes on', () => {
    run('--file', file);
    const whole = readFileSync(file, 'utf8');
    writeFileSync(file, whole.slice(0, whole.lastIndexOf('\n', whole.length - 2) + 1));
    expect(run('--check', '--file', file)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/First difference, line \d+:\n {2}- \n {2}\+ /),
    });
    writeFileSync(file, `${whole}more: true\n`);
    const lines = whole.split('\n').length;
    expect(run('--check', '--file', file).stderr).toContain(
      `First difference, line ${lines}:\n  - more: true\n  + \n`,
    );
  });

  it('says so when there is no document', () => {
    expect(run('--check', '--file', missing)).toEqual({
      code: 1,
      stdout: '',
      stderr: `${missing} is missing. Run: npm run openapi\n`,
    });
  });

  it('refuses what it does not know', () => {
    const { code, stdout, stderr } = run('--chek');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain("Unknown option '--chek'");
    expect(stderr).toContain('Usage: npm run openapi');
  });
});
