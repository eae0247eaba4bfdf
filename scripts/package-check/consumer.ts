/** Files of an empty project that uses the package. They stand in the words of a consumer: no type may be `any`. */
export const consumer: Readonly<Record<string, string>> = {
  // TypeScript: every subpath, its types, and what they must refuse.
  'app.ts': `import { createConversation, createDataset, createThread, factories, walkThreads } from 'chatkit-harness/generators';
import { readShape, type Thread } from 'chatkit-harness/schema';
import { createDeployment, systemClock, type Deployment } from 'chatkit-harness/server';
import { createOpenModelEngine, runBench } from 'chatkit-harness/load';
import { arbitraryOf, jsonTextOf, mutantOf, pageOf, requestOf, walkOf, type Constraints } from 'chatkit-harness/arbitraries';
import { assert, property, type Arbitrary } from 'fast-check';
import facts from 'chatkit-harness/package.json' with { type: 'json' };

const thread: Thread = createThread({ seed: 7, traits: ['locked'], overrides: { title: null } });
// @ts-expect-error a trait that threads do not have
createThread({ traits: ['expired'] });
// @ts-expect-error a title is a text or null
createThread({ overrides: { title: 7 } });
// @ts-expect-error no such shape
readShape('thred', thread);
// @ts-expect-error a clock is needed
createDeployment({});
// @ts-expect-error a run needs settings
runBench();
const constraints: Constraints = { text: 'plain', variants: { thread_status: ['locked'] } };
const threads: Arbitrary<Thread> = arbitraryOf('thread', constraints);
// @ts-expect-error a status that threads do not have
arbitraryOf('thread', { variants: { thread_status: ['open'] } });
// @ts-expect-error no such shape
arbitraryOf('thred');
assert(property(jsonTextOf(threads), ({ value }) => value.status.type === 'locked'));
assert(property(walkOf('thread_item'), ({ steps }) => steps.every(({ page }) => page.data.every((item) => item.thread_id !== 'x'))));
assert(property(requestOf('sessions.create'), ({ body }) => body.user !== ''));
assert(property(mutantOf('thread'), pageOf('thread'), ({ path }, { data }) => path !== '' && data.length < 21));
const deployment: Deployment = createDeployment({ clock: systemClock, dataset: createDataset() });
export const used: unknown[] = [walkThreads([thread]), createConversation(), factories.thread(), deployment, facts.version, createOpenModelEngine];
`,

  // Plain JavaScript: prints the names that each subpath exports, as JSON.
  'names.mjs': `const names = {};
for (const subpath of process.argv.slice(2)) names[subpath] = Object.keys(await import('chatkit-harness/' + subpath)).sort();
console.log(JSON.stringify(names));
`,

  // The same through require, as CommonJS projects load it.
  'names.cjs': `const names = {};
for (const subpath of process.argv.slice(2)) names[subpath] = Object.keys(require('chatkit-harness/' + subpath)).filter((name) => name !== '__esModule').sort();
console.log(JSON.stringify(names));
`,

  // The corpus: how many cases there are, and those whose bytes are not those of the manifest.
  'corpus.mjs': `import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import manifest from 'chatkit-harness/fixtures/manifest.json' with { type: 'json' };
const read = (file) => readFileSync(fileURLToPath(import.meta.resolve('chatkit-harness/' + file)));
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
const changed = manifest.cases.filter(({ file, sha256: wanted }) => sha256(read('fixtures/' + file)) !== wanted);
if (!read('openapi.yaml').includes('openapi: 3.1')) changed.push('openapi.yaml');
console.log(JSON.stringify({ cases: manifest.cases.length, changed }));
`,

  // What a dataset is: the SHA-256 of each kind, for each of the options.
  'dataset.mjs': `import { createHash } from 'node:crypto';
import { ndjsonOf } from 'chatkit-harness/dataset';
const sha256 = (kind, options) => {
  const hash = createHash('sha256');
  for (const chunk of ndjsonOf(kind, options)) hash.update(chunk);
  return hash.digest('hex');
};
const hashes = JSON.parse(process.argv[2]).map((options) => ['sessions', 'threads', 'items'].map((kind) => sha256(kind, options)));
console.log(JSON.stringify(hashes));
`,

  // What importing a subpath loads: rooms of this package and names of others.
  'graph.mjs': `import { registerHooks } from 'node:module';
const loaded = new Set();
registerHooks({ load(url, context, next) { loaded.add(url); return next(url, context); } });
await import('chatkit-harness/' + process.argv[2]);
const nameOf = (url) => {
  const inside = url.slice(url.lastIndexOf('/node_modules/') + 14);
  const room = /^chatkit-harness\\/(?:dist\\/)?([^/]+)/.exec(inside)?.[1];
  return room ?? /^(@[^/]+\\/)?[^/]+/.exec(inside)?.[0];
};
console.log(JSON.stringify([...new Set([...loaded].filter((url) => url.startsWith('file:')).map(nameOf))].sort()));
`,

  // A driver whose client is JSON.parse: the least that a consumer writes. With `drops-title` it loses a field.
  'driver.mjs': `import { createInterface } from 'node:readline';
const loses = process.argv[2] === 'drops-title';
const hello = {
  protocol: 1,
  driver: { name: 'tiny', version: '1', language: 'javascript' },
  modes: ['parse'],
  shapes: ['thread'],
  traits: { lenient: true, numbersAsDoubles: true, replacesLoneSurrogates: true },
};
function parse({ id, body }) {
  try {
    const value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(body, 'base64')));
    if (loses && value !== null) delete value.title;
    return JSON.stringify({ id, outcome: 'value', value });
  } catch ({ name, message }) {
    return JSON.stringify({ id, outcome: 'error', error: { type: name, message } });
  }
}
for await (const line of createInterface({ input: process.stdin })) {
  const message = JSON.parse(line);
  if (message.cmd === 'stop') break;
  console.log(message.cmd === 'hello' ? JSON.stringify(hello) : parse(message));
}
`,
};
