import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { faults } from './registry.ts';

/** The rows of the tables in `docs/faults.md`, below their headings. */
function documented(): string[] {
  let area = '';
  const rows: string[] = [];
  for (const line of readFileSync('docs/faults.md', 'utf8').split('\n')) {
    area = /^## (.*)$/.exec(line)?.[1]?.toLowerCase() ?? area;
    if (line.startsWith('| `')) rows.push(`${area} ${line.replaceAll(/\s+/g, ' ').trim()}`);
  }
  return rows;
}

it('lists every fault as the registry has it, in its order', () => {
  expect(documented()).toEqual(
    faults.map(
      ({ area, name, does, breaks, source }) => `${area} | \`${name}\` | ${does} | ${breaks} | ${source} |`,
    ),
  );
});
