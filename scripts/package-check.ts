import { fileURLToPath } from 'node:url';
import { checkPackage } from './package-check/check.ts';

/** `npm run package:check`: the package as others get it. Installs from the registry into a temporary folder. */
const root = fileURLToPath(new URL('..', import.meta.url));
try {
  process.stdout.write('The package as others get it\n');
  await checkPackage(root, (line) => process.stdout.write(`${line}\n`));
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
