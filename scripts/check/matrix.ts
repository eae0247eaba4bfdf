import { checks } from '../../property/checks/index.ts';
import type { CheckResult } from '../../property/checks/index.ts';
import { faults } from '../../server/faults/index.ts';
import type { NamedFault } from '../../server/faults/index.ts';
import { checkInProcess } from './in-process.ts';

/** Few runs would do for most faults, but the matrix should say what the command finds by default. */
export const matrixRuns = 20;
export const matrixSeed = 1;

/** A fault, and what refuted the deployment that had it. */
export interface MatrixRow {
  readonly fault: NamedFault;
  readonly killedBy: readonly CheckResult[];
}

/** Checks a deployment with one fault. */
export async function matrixRow(fault: NamedFault): Promise<MatrixRow> {
  const { results } = await checkInProcess({ seed: matrixSeed, runs: matrixRuns, faults: [fault.name] });
  return { fault, killedBy: results.filter(({ outcome }) => outcome === 'refuted') };
}

/**
 * Whether what was found is found again by its name, seed and path alone, as the printed command does.
 * @returns the names of those that are not.
 */
export async function unreplayed({ fault, killedBy }: MatrixRow): Promise<string[]> {
  const lost: string[] = [];
  for (const { check, path } of killedBy) {
    const { results } = await checkInProcess({
      seed: matrixSeed,
      runs: matrixRuns,
      faults: [fault.name],
      names: [check.name],
      ...(path === undefined ? {} : { path }),
    });
    if (!results.some(({ outcome }) => outcome === 'refuted')) lost.push(check.name);
  }
  return lost;
}

/** The page `docs/faults-matrix.md`. */
export function formatMatrix(rows: readonly MatrixRow[]): string {
  const killers = new Set(rows.flatMap(({ killedBy }) => killedBy.map(({ check }) => check.name)));
  const idle = checks.filter(({ name }) => !killers.has(name));
  const areas = [...new Set(faults.map(({ area }) => area))];
  const tables = areas.flatMap((area) => [
    `## ${area[0]?.toUpperCase()}${area.slice(1)}`,
    '',
    '| fault | killed by | checks |',
    '| --- | --- | --- |',
    ...rows
      .filter(({ fault }) => fault.area === area)
      .map(({ fault, killedBy }) => {
        const names = killedBy.map(({ check }) => `\`${check.name}\``).join(', ');
        return `| \`${fault.name}\` | ${killedBy.length} | ${names} |`;
      }),
    '',
  ]);
  return `${[
    '# Faults and the checks that kill them',
    '',
    `Every [fault](faults.md) is put on the reference deployment alone and checked by all [checks](check.md) (seed ${matrixSeed}, ${matrixRuns} runs). A fault is`,
    'killed when a check is refuted. `npm run faults:matrix` writes this page; CI checks that it is current, that no fault survives, and that',
    'whatever was found is found again by its name, seed and path alone.',
    '',
    `${rows.length} faults, ${rows.filter(({ killedBy }) => killedBy.length > 0).length} killed; ${checks.length} checks, ${killers.size} of them kill a fault.`,
    '',
    ...tables,
    '## Checks that kill no fault',
    '',
    'No fault breaks what these claim. Their tests do: servers of another make, hostile targets, and answers that are tampered with.',
    '',
    idle.map(({ name }) => `\`${name}\``).join(', '),
  ].join('\n')}\n`;
}
