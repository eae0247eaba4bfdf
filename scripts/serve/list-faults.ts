import { faults } from '../../server/index.ts';

/**
 * The faults as a table for people:
 *
 *     paging
 *       cursor-ignored        after and before change nothing: every page is the first
 *                             breaks (seed): a walk ends
 */
export function listFaults(): string {
  const width = Math.max(...faults.map(({ name }) => name.length)) + 2;
  const lines: string[] = [];
  let current: string | undefined;
  for (const { name, area, does, breaks, source } of faults) {
    if (area !== current) lines.push(...(current === undefined ? [] : ['']), area);
    current = area;
    lines.push(`  ${name.padEnd(width)}${does}`, `  ${' '.repeat(width)}breaks (${source}): ${breaks}`);
  }
  return `${lines.join('\n')}\n\n${faults.length} faults; --fault NAME,… has the deployment start with some of them.\n`;
}
