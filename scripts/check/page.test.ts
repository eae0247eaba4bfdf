import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { expect, it } from 'vitest';
import { wireFailures } from '../../property/checks/index.ts';
import { checkTables } from './page.ts';

const page = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`../../docs/${name}`, import.meta.url)), 'utf8');

it('documents every check, as the registry has it', async () => {
  const [, tables] = page('check.md').split('<!-- checks -->');
  const wanted = await format(checkTables(), { parser: 'markdown', printWidth: 110, singleQuote: true });
  expect(tables?.trim()).toBe(wanted.trim());
});

it('says of each way in which an answer can fail what it means', () => {
  for (const meaning of Object.values(wireFailures)) expect(meaning).toMatch(/^[a-z].*[^.]$/);
});
