import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { protocolSchema } from '../property/fuzz/index.ts';

/** Writes docs/driver-protocol.schema.json from the protocol's schema, or checks the one that is there (`--check`). */
const file = fileURLToPath(new URL('../docs/driver-protocol.schema.json', import.meta.url));
const options = await resolveConfig(file);
const text = await format(JSON.stringify(protocolSchema()), { ...options, parser: 'json' });
if (!process.argv.includes('--check')) writeFileSync(file, text);
else if (readFileSync(file, 'utf8') !== text) {
  process.stderr.write(
    'docs/driver-protocol.schema.json is not current. Run: node scripts/driver-protocol.ts\n',
  );
  process.exitCode = 1;
}
