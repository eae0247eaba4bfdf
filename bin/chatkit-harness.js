#!/usr/bin/env node
// Plain JavaScript that any Node can read: it says clearly when Node is too old, then hands over.
import { existsSync } from 'node:fs';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(
    `chatkit-harness needs Node 22.19 or later; this is Node ${process.versions.node}.\n` +
      'In a checkout, run it through npm ("npm run cli -- --help"): npm ci has put a newer Node beside it.\n',
  );
  process.exit(2);
}

// A checkout runs its sources (Node strips the types); an installed package runs what was compiled.
const source = new URL('../scripts/cli.ts', import.meta.url);
await import(existsSync(source) ? source.href : new URL('../dist/scripts/cli.js', import.meta.url).href);
