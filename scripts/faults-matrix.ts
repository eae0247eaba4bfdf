import { readFileSync, writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { faults } from '../server/faults/index.ts';
import { formatMatrix, matrixRow, unreplayed } from './check/matrix.ts';
import type { MatrixRow } from './check/matrix.ts';

// `npm run faults:matrix` writes docs/faults-matrix.md; with --check it says whether it is current, every fault is
// killed and every finding is found again by its replay.
const file = 'docs/faults-matrix.md';
const isCheck = process.argv.includes('--check');
const problems: string[] = [];
const rows: MatrixRow[] = [];
for (const fault of faults) {
  const row = await matrixRow(fault);
  rows.push(row);
  const names = row.killedBy.map(({ check }) => check.name);
  console.log(`${fault.name.padEnd(34)} ${names.length === 0 ? 'SURVIVES' : names.join(' ')}`);
  if (names.length === 0) problems.push(`${fault.name} is killed by no check`);
  if (isCheck)
    for (const name of await unreplayed(row))
      problems.push(`${fault.name}: what ${name} found is not found again by its replay`);
}
const page = await format(formatMatrix(rows), { parser: 'markdown', printWidth: 160, singleQuote: true });
if (isCheck && readFileSync(file, 'utf8') !== page)
  problems.push(`${file} is not current: npm run faults:matrix writes it`);
if (!isCheck) writeFileSync(file, page);
console.log(problems.length === 0 ? `${rows.length} faults, all killed` : problems.join('\n'));
process.exitCode = problems.length === 0 ? 0 : 1;
