import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { withFolder } from './testing/folder.ts';

/** Packages that are loaded by a script. */
function packagesOf(script: string): string[] {
  const watched = `import { registerHooks } from 'node:module';
    const packages = new Set();
    registerHooks({
      resolve(specifier, context, next) {
        const found = next(specifier, context);
        const name = /node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(found.url)?.[1];
        if (name !== undefined) packages.add(name);
        return found;
      },
    });
    ${script}
    console.log(JSON.stringify([...packages].toSorted()));`;
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', watched], { encoding: 'utf8' });
  expect(run.stderr).toBe('');
  return JSON.parse(run.stdout) as string[];
}

it('a dataset is made and written without loading any package: a process that makes one starts at once', () =>
  withFolder(async (dir) => {
    const script = `const { createDataset, writeDataset } = await import('./generators/dataset/index.ts');
      createDataset({ threads: 3 });
      createDataset({ threads: 3, profile: 'edge', locales: ['ja'] });
      await writeDataset({ outDir: ${JSON.stringify(dir)}, options: { threads: 3 } });
      // Instead of the former one, which has to be known as ours.
      await writeDataset({ outDir: ${JSON.stringify(dir)}, options: { threads: 4 } });`;
    expect(packagesOf(script)).toEqual([]);
    // What is read is checked, and that takes the contract.
    const reading = `await (await import('./generators/dataset/index.ts')).readDataset(${JSON.stringify(dir)});`;
    expect(packagesOf(`${script}\n${reading}`)).toEqual(['zod']);
  }));

/** Packages that the program loads for a command line. */
const packagesFor = (...args: string[]): string[] =>
  packagesOf(`process.argv = ['node', 'cli', ...${JSON.stringify(args)}];
    process.stdout.write = () => true;
    await import('./scripts/cli.ts');
    delete process.stdout.write;`);

it('the program makes a dataset without loading any package, and asks one when there is more to say', () =>
  withFolder(async (dir) => {
    expect(packagesFor('generate', '--out', `${dir}/data`, '--threads', '3')).toEqual([]);
    expect(packagesFor('generate', '--help')).toEqual(['commander']);
  }));

it('help does not wait for what a command would need to run', () => {
  expect(packagesFor('--help')).toEqual(['commander', 'zod']);
  for (const command of ['bench', 'check', 'k6', 'merge', 'report', 'serve'])
    expect(packagesFor(command, '--help')).toEqual(['commander']);
});
