import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Plugin } from 'esbuild';

// Joins what `chatkit-harness/dataset` is made of into one file, and what it loads later into a few: a process that makes a
// dataset would wait longer for seventy small files than for the data. The last step of `npm run build`.

const root = fileURLToPath(new URL('..', import.meta.url));
const outdir = path.join(root, 'dist/dataset');

/** What stands beside a module (words, workers) is looked for where that lies compiled. */
const keepPlaces: Plugin = {
  name: 'keep-places',
  setup(bundler) {
    bundler.onLoad({ filter: /[/\\]generators[/\\].*\.ts$/ }, async ({ path: file }) => {
      const source = await readFile(file, 'utf8');
      const compiled = path.join(root, 'dist', path.relative(root, file).replace(/\.ts$/, '.js'));
      const place = path.relative(outdir, compiled).replaceAll(path.sep, '/');
      const url = `new URL(${JSON.stringify(place)}, import.meta.url).href`;
      return { contents: source.replaceAll(/(?<!['"`\w])import\.meta\.url/g, url), loader: 'ts' };
    });
  },
};

await build({
  entryPoints: [path.join(root, 'generators/dataset/index.ts')],
  outdir,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22',
  packages: 'external',
  plugins: [keepPlaces],
  logLevel: 'warning',
});
