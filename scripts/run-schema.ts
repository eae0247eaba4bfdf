import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { runSchema } from './run-schema/run-schema.ts';

/** Writes docs/run.schema.json from the types of a run, or checks the one that is there (`--check`). */
const file = fileURLToPath(new URL('../docs/run.schema.json', import.meta.url));
const options = await resolveConfig(file);
const text = await format(JSON.stringify(runSchema()), { ...options, parser: 'json' });
if (!process.argv.includes('--check')) writeFileSync(file, text);
else if (readFileSync(file, 'utf8') !== text) {
  process.stderr.write('docs/run.schema.json is not current. Run: node scripts/run-schema.ts\n');
  process.exitCode = 1;
}
