import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ScenarioName } from '../k6/plan/settings.ts';

/** Where a scenario stands, as k6 runs it. Sources are `.ts`, which k6 reads, too; the installed package holds bundles, `.js`. */
export function scenarioFile(scenario: ScenarioName): string {
  const extension = path.extname(fileURLToPath(import.meta.url));
  return fileURLToPath(new URL(`../k6/${scenario}${extension}`, import.meta.url));
}
