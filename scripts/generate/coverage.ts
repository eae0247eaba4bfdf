import type { CoverageReport } from '../../generators/index.ts';

const row = (count: number, kind: string, branch: string): string =>
  `  ${String(count).padStart(9)}  ${kind.padEnd(9)}  ${branch}\n`;

/** What occurred and how often, a line a branch; what did not occur comes last, by name. */
export function describeCoverage(reports: readonly CoverageReport[]): string {
  const parts = reports.map(({ shape, values, covered, total, branches }) => {
    const rows = branches.map(({ path, kind, way, count }) => row(count, kind, `${path}: ${way}`));
    return `${shape}: ${covered} of ${total} branches in ${values} values\n${rows.join('')}`;
  });
  const missing = reports.flatMap(({ shape, branches }) =>
    branches.filter(({ count }) => count === 0).map(({ path, way }) => `  ${shape} ${path}: ${way}\n`),
  );
  const end = missing.length === 0 ? 'Every branch occurred.\n' : `Did not occur:\n${missing.join('')}`;
  return `${parts.join('\n')}\n${end}`;
}
