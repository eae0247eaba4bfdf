import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { installPeers, peersDir } from './install-peers.ts';
import { peerNames } from './contestants.ts';

let dir: string;
let said: string;
let installs: number;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'peers-'));
  said = '';
  installs = 0;
  await writeFile(path.join(dir, 'package-lock.json'), '{"a":1}');
});
afterEach(() => rm(dir, { recursive: true }));

const install = async (where: string): Promise<undefined> => {
  installs += 1;
  await mkdir(path.join(where, 'node_modules'), { recursive: true });
};
const run = (by: (where: string) => Promise<string | undefined> = install) =>
  installPeers((text) => void (said += text), dir, by);

it('installs once, says so before, and again when the lock has changed', async () => {
  await run();
  expect(said).toMatch(/^installing the peers into .*node_modules \(npm ci, once\)\n$/);
  said = '';
  await run();
  expect([installs, said]).toEqual([1, '']);
  await writeFile(path.join(dir, 'package-lock.json'), '{"a":2}');
  await run();
  expect(installs).toBe(2);
});

it('says what is the matter and what to do when it cannot, and tries again the next time', async () => {
  const broken = run(() => Promise.resolve('npm ci ended with 1:\nno network'));
  await expect(broken).rejects.toMatchObject({
    exitCode: 3,
    message:
      'the peers cannot be installed: npm ci ended with 1:\nno network\n' +
      'They come from the npm registry; without them: npm run bench:data -- --no-peers',
  });
  await run();
  expect(installs).toBe(1);
});

it('has a file and a locked version for every peer, all of them the newest that we use ourselves', async () => {
  const lock = JSON.parse(await readFile(path.join(peersDir, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { version: string; resolved?: string }>;
  };
  const files = await readdir(peersDir);
  for (const name of peerNames) {
    expect(files).toContain(`${name}.js`);
    const packageName = name === 'faker' ? '@faker-js/faker' : name;
    expect(lock.packages[`node_modules/${packageName}`]?.version).toMatch(/^\d+\.\d+\.\d+$/);
  }
  const own = JSON.parse(await readFile('package.json', 'utf8')) as {
    devDependencies: Record<string, string>;
  };
  expect(lock.packages['node_modules/@faker-js/faker']?.version).toBe(own.devDependencies['@faker-js/faker']);
  expect(Object.values(lock.packages).filter(({ resolved }) => resolved !== undefined)).toEqual([]);
});
