import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { scenarioNames } from '../../load/k6/plan/settings.ts';

/**
 * Bundles each scenario into one file that k6 runs as it is: for the package, and for a ConfigMap. Nothing is fetched at run time: all that is
 * imported is `k6` itself.
 */
const outdir = path.resolve(process.argv[2] ?? 'dist/load/k6');
const root = fileURLToPath(new URL('../../load/k6/', import.meta.url));

await build({
  entryPoints: scenarioNames.map((name) => path.join(root, `${name}.ts`)),
  outdir,
  bundle: true,
  format: 'esm',
  platform: 'neutral',
  target: 'es2023',
  external: ['k6', 'k6/*'],
  legalComments: 'none',
  logLevel: 'warning',
});
process.stdout.write(`${scenarioNames.length} scenarios bundled into ${outdir}\n`);
