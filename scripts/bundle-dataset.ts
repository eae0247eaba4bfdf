import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Plugin } from 'esbuild';
import { print } from '../generators/story/print.ts';
import { printedFile } from '../generators/story/printed.ts';
import { subjects } from '../generators/subjects/index.ts';
import { leaveDraws } from './bundle-dataset/leave-draws.ts';

// Joins what makes datasets into a few files, for a process that makes one would wait longer for seventy small files than for
// the data: `chatkit-harness/dataset`, the program as far as `generate` needs it, and its workers. For the same reason what subjects
// say is written now, and not by every process. The last step of `npm run build`.

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = path.join(root, 'dist');

/** Where a file of the sources lies in the compiled package. */
const compiledFrom = (file: string): string => path.join(dist, path.relative(root, file));

const isSubject = /[/\\]subjects[/\\](?!index|subject)[^/\\]+\.ts$/;

/** What stands beside a module (words, workers) is looked for where that lies compiled. Subjects only draw: their texts are printed. */
const keepPlaces = (outdir: string): Plugin => ({
  name: 'keep-places',
  setup(bundler) {
    bundler.onLoad({ filter: /[/\\]generators[/\\].*\.ts$/ }, async ({ path: file }) => {
      const source = await readFile(file, 'utf8');
      const compiled = compiledFrom(file).replace(/\.ts$/, '.js');
      const place = path.relative(outdir, compiled).replaceAll(path.sep, '/');
      const url = `new URL(${JSON.stringify(place)}, import.meta.url).href`;
      const placed = source.replaceAll(/(?<!['"`\w])import\.meta\.url/g, url);
      return { contents: isSubject.test(file) ? leaveDraws(file, placed) : placed, loader: 'ts' };
    });
  },
});

/** An import of a built-in module collects all its names first, and with those of `fs` loads streams that nobody wants. */
const plainBuiltins: Plugin = {
  name: 'plain-builtins',
  setup(bundler) {
    bundler.onResolve({ filter: /^node:/ }, ({ path: name, kind }) =>
      kind === 'import-statement' ? { path: name, namespace: 'builtin' } : { external: true },
    );
    bundler.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path: name }) => {
      const got = process.getBuiltinModule(name) as object;
      const names = Object.entries(Object.getOwnPropertyDescriptors(got))
        .filter(([key, { value }]) => value !== undefined && /^[a-z]\w*$/i.test(key))
        .map(([key]) => key);
      return {
        contents: `const got = process.getBuiltinModule(${JSON.stringify(name)});\nexport default got;\nexport const { ${names.join(', ')} } = got;`,
        loader: 'js',
      };
    });
  },
};

/** The package's name and version, which are known by now. */
const ownFacts: Plugin = {
  name: 'own-facts',
  setup(bundler) {
    bundler.onResolve({ filter: /^chatkit-harness\/package\.json$/ }, () => ({
      path: path.join(root, 'package.json'),
      namespace: 'facts',
    }));
    bundler.onLoad({ filter: /.*/, namespace: 'facts' }, async ({ path: file }) => {
      const { name, version } = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
      return { contents: JSON.stringify({ name, version }), loader: 'json' };
    });
  },
};

/** What is needed at once though it is loaded later: the writer, and the command that is in a hurry. */
const soon = /\/(write|at-once)\.ts$/;

/** What else is loaded later stays where it lies compiled: joined, it would tear what is needed at once into a dozen files. */
const laterAsItIs = (outdir: string): Plugin => ({
  name: 'later-as-it-is',
  setup(bundler) {
    bundler.onResolve({ filter: /^\..*\.ts$/ }, ({ path: name, kind, resolveDir }) => {
      if (kind !== 'dynamic-import' || soon.test(name)) return undefined;
      const source = path.relative(root, path.join(resolveDir, name));
      const compiled = path.join(dist, source.replace(/\.ts$/, '.js'));
      const place = path.relative(outdir, compiled).replaceAll(path.sep, '/');
      return { path: place.startsWith('.') ? place : `./${place}`, external: true };
    });
  },
});

/** @param entry a source, which is bundled to where it lies compiled unless `outdir` says otherwise. */
async function bundle(entry: string, outdir = path.dirname(path.join(dist, entry))): Promise<void> {
  await build({
    entryPoints: [path.join(root, entry)],
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    packages: 'external',
    plugins: [ownFacts, plainBuiltins, laterAsItIs(outdir), keepPlaces(outdir)],
    logLevel: 'warning',
  });
}

const printed = Object.fromEntries(subjects.map((subject) => [subject.name, print(subject).texts]));
await writeFile(compiledFrom(fileURLToPath(printedFile)), JSON.stringify(printed));
await bundle('generators/dataset/index.ts', path.join(dist, 'dataset'));
await bundle('generators/dataset/output/part-worker.ts');
await bundle('scripts/cli.ts');
