import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ndjsonOf } from '../../generators/index.ts';
import type { DatasetOptions } from '../../generators/index.ts';
import { contentProblems } from './contents.ts';
import { consumer } from './consumer.ts';
import { run, succeed } from './run.ts';
import type { Ran } from './run.ts';

/** The Nodes that the package is tried on: the oldest that it promises, and each newer line. */
const nodes = ['22.19.0', '24.21.0', '26.10.0'];
/** A Node that is too old. */
const oldNode = '20.20.2';
/** Checkers of packages. They need not be installed to work on this project. */
const checkers = ['publint@0.3.25', '@arethetypeswrong/cli@0.18.5'];

const npmInstall = ['install', '--no-audit', '--no-fund', '--prefer-offline', '--no-save'];
const equal = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

function expectEqual(what: string, got: unknown, wanted: unknown): void {
  if (!equal(got, wanted))
    throw new Error(`${what}: expected ${JSON.stringify(wanted)}, got ${JSON.stringify(got)}`);
}

/** An empty project, with npm packages. */
async function project(dir: string, ...packages: readonly string[]): Promise<void> {
  await mkdir(dir, { recursive: true });
  const facts = { name: 'consumer', private: true, type: 'module', allowScripts: { node: true } };
  await writeFile(path.join(dir, 'package.json'), JSON.stringify(facts));
  await succeed('npm', [...npmInstall, ...packages], { cwd: dir });
}

/** What the checks share. */
interface Place {
  readonly root: string;
  /** An empty project with the package and TypeScript. */
  readonly app: string;
  readonly tarball: string;
  /** What the package exports of itself, and the folder of each: `schema`, `generators/arbitraries`, … */
  readonly folders: Readonly<Record<string, string>>;
  /** Program of a Node of that version. */
  readonly node: (version: string) => string;
  readonly tools: string;
}

const bin = (dir: string, name: string): string => path.join(dir, 'node_modules', '.bin', name);

/** What `fuzz --json` found: the signatures. */
const outcomes = ({ stdout, stderr }: Ran): readonly string[] => {
  try {
    return (JSON.parse(stdout) as { findings: { signature: string }[] }).findings.map(
      ({ signature }) => signature,
    );
  } catch {
    return [`no JSON: ${stdout}${stderr}`];
  }
};

/** The checks, by what they claim. */
const claims: Readonly<Record<string, (place: Place) => Promise<void>>> = {
  'every subpath gives plain ES modules what the sources export': async ({ root, app, folders, node }) => {
    const sources = await Promise.all(
      Object.entries(folders).map(async ([name, folder]) => {
        const module = (await import(path.join(root, folder, 'index.ts'))) as object;
        return [name, Object.keys(module).toSorted()] as const;
      }),
    );
    for (const version of nodes) {
      for (const file of ['names.mjs', 'names.cjs']) {
        const { stdout } = await succeed(node(version), [file, ...Object.keys(folders)], { cwd: app });
        expectEqual(`${file} on Node ${version}`, JSON.parse(stdout), Object.fromEntries(sources));
      }
    }
  },

  'nothing but the exports can be imported': async ({ app, node }) => {
    const code = "import('chatkit-harness/dist/support/random.js').catch((e) => console.log(e.code))";
    const { stdout } = await succeed(node('24.21.0'), ['-e', code], { cwd: app });
    expectEqual('import of an inner file', stdout.trim(), 'ERR_PACKAGE_PATH_NOT_EXPORTED');
  },

  'the corpus is reachable, byte for byte, and so is the OpenAPI document': async ({ root, app, node }) => {
    const { cases } = JSON.parse(await readFile(path.join(root, 'fixtures/manifest.json'), 'utf8')) as {
      cases: unknown[];
    };
    for (const version of nodes) {
      const { stdout } = await succeed(node(version), ['corpus.mjs'], { cwd: app });
      expectEqual(`corpus on Node ${version}`, JSON.parse(stdout), { cases: cases.length, changed: [] });
    }
  },

  'a dataset is what the sources make, byte for byte': async ({ app, node }) => {
    const datasets: readonly DatasetOptions[] = [
      { threads: 2000 },
      { seed: 1337, threads: 500, items: { min: 0, max: 60 }, locales: ['ja', 'fr'] },
      { seed: 1337, profile: 'edge', threads: 60 },
    ];
    const sources = datasets.map((options) =>
      (['sessions', 'threads', 'items'] as const).map((kind) => {
        const hash = createHash('sha256');
        for (const chunk of ndjsonOf(kind, options)) hash.update(chunk);
        return hash.digest('hex');
      }),
    );
    for (const version of nodes) {
      const { stdout } = await succeed(node(version), ['dataset.mjs', JSON.stringify(datasets)], {
        cwd: app,
      });
      expectEqual(`datasets on Node ${version}`, JSON.parse(stdout), sources);
    }
  },

  'factories load neither faker, nor the server, nor the load engines, nor fast-check; arbitraries no faker':
    async ({ app, node }) => {
      for (const version of nodes) {
        const loaded = async (subpath: string): Promise<unknown> =>
          JSON.parse((await succeed(node(version), ['graph.mjs', subpath], { cwd: app })).stdout);
        expectEqual(`generators on Node ${version}`, await loaded('generators'), [
          'generators',
          'schema',
          'support',
          'zod',
        ]);
        expectEqual(`arbitraries on Node ${version}`, await loaded('arbitraries'), [
          'fast-check',
          'generators',
          'pure-rand',
          'schema',
          'support',
          'zod',
        ]);
        expectEqual(`schema on Node ${version}`, await loaded('schema'), ['schema', 'zod']);
      }
    },

  'TypeScript takes it with nodenext and with bundler, declarations checked, without types of Node': async ({
    app,
  }) => {
    for (const [module, resolution] of [
      ['nodenext', 'nodenext'],
      ['esnext', 'bundler'],
    ] as const) {
      const options = ['--noEmit', '--strict', '--skipLibCheck', 'false', '--exactOptionalPropertyTypes'];
      const names = ['--module', module, '--moduleResolution', resolution, '--resolveJsonModule'];
      await succeed(bin(app, 'tsc'), [...options, ...names, '--target', 'es2022', 'app.ts'], { cwd: app });
    }
  },

  'publint finds nothing': async ({ app, tools }) => {
    const dir = path.join(app, 'node_modules', 'chatkit-harness');
    await succeed(bin(tools, 'publint'), ['run', dir, '--strict', '--pack', 'false'], { cwd: tools });
  },

  'arethetypeswrong finds nothing': async ({ tarball, tools }) => {
    // Data has no types.
    const only = ['--profile', 'esm-only', '--exclude-entrypoints', './openapi.yaml'];
    await succeed(bin(tools, 'attw'), [tarball, ...only], { cwd: tools });
  },

  'the program makes, validates and benches on each Node': async ({ app, node }) => {
    for (const version of nodes) {
      const call = async (...args: string[]): Promise<string> =>
        (await succeed(node(version), [bin(app, 'chatkit-harness'), ...args], { cwd: app })).stdout;
      const facts = JSON.parse(
        await readFile(path.join(app, 'node_modules/chatkit-harness/package.json'), 'utf8'),
      ) as { version: string };
      expectEqual(`--version on Node ${version}`, (await call('--version')).trim(), facts.version);
      await call('generate', '--out', `data-${version}`, '--threads', '3');
      await call('validate', `data-${version}/threads.ndjson`);
      const short = [
        '--window',
        '1s',
        '--load',
        '1',
        '--step-duration',
        '1s',
        '--no-probes',
        '--saturate',
        '0s',
      ];
      const report = await call('bench', ...short, '--sessions', '1', '--out', `run-${version}`, '--json');
      const { steps } = JSON.parse(report) as { steps: { offered: number; admitted: number }[] };
      const counts = steps.map(({ offered, admitted }) => [offered, admitted]);
      expectEqual(`bench on Node ${version}`, counts, [[10, 10]]);
    }
  },

  "the program fuzzes a consumer's driver: 0 where nothing is found, 1 with the smallest bytes where a field is lost":
    async ({ app, node }) => {
      // As the page on drivers has it, with npx; and the program alone on each Node.
      const npx = ['exec', '--offline', '--', 'chatkit-harness'];
      const programs: readonly (readonly [program: string, args: readonly string[]])[] = [
        ['npm', npx],
        ...nodes.map((version) => [node(version), [bin(app, 'chatkit-harness')]] as const),
      ];
      for (const [program, before] of programs) {
        const fuzz = (driver: string, ...args: string[]) =>
          run(program, [...before, 'fuzz', '--driver', `exec ${node('24.21.0')} ${driver}`, ...args], {
            cwd: app,
          });
        const test = await fuzz('driver.mjs', '--self-test');
        expectEqual(`${program}: --self-test`, [test.code, test.stdout.includes('broken')], [0, false]);
        const few = ['--source', 'corpus', 'arbitraries', '--cases', '250', '--json'];
        const good = await fuzz('driver.mjs', ...few);
        expectEqual(`${program}: a good driver`, [good.code, outcomes(good)], [0, []]);
        const bad = await fuzz('driver.mjs drops-title', ...few);
        expectEqual(
          `${program}: a driver that loses a field`,
          [bad.code, outcomes(bad)],
          [1, ['lost | thread $.title | a value', 'lost | thread $.title | null']],
        );
      }
    },

  'the program says so when Node is too old': async ({ app, node }) => {
    const ran = await run(node(oldNode), [bin(app, 'chatkit-harness'), '--version'], { cwd: app });
    expectEqual('exit code', ran.code, 2);
    const [firstLine] = ran.stderr.split('\n');
    const wanted = `chatkit-harness needs Node 22.19 or later; this is Node ${oldNode}.`;
    expectEqual('what it says', firstLine, wanted);
  },
};

type Exports = Readonly<Record<string, string | { readonly types: string }>>;

/** Modules have conditions; what else is exported is data. Types stand where the sources do; code may be bundled elsewhere. */
const foldersOf = (exports: Exports): Record<string, string> =>
  Object.fromEntries(
    Object.entries(exports).flatMap(([key, target]) =>
      typeof target === 'string'
        ? []
        : [[key.slice(2), target.types.replace(/^\.\/dist\/|\/index\.d\.ts$/g, '')]],
    ),
  );

interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

/**
 * Packs the package, installs it into an empty project and checks it there as others get it.
 * @param say told of every claim that holds.
 * @throws Error that names the first claim that does not hold.
 */
export async function checkPackage(root: string, say: (line: string) => void): Promise<void> {
  const dir = await mkdtemp(path.join(tmpdir(), 'package-'));
  const claim = async (name: string, check: () => Promise<void>): Promise<void> => {
    try {
      await check();
    } catch (error) {
      throw new Error(`does not hold: ${name}\n${(error as Error).message}`, { cause: error });
    }
    say(`  ok  ${name}`);
  };
  try {
    const { exports } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as {
      exports: Exports;
    };
    const folders = foldersOf(exports);

    // Packing builds `dist` first.
    const { stdout } = await succeed('npm', ['pack', '--json', '--pack-destination', dir], { cwd: root });
    const [packed] = JSON.parse(stdout.slice(stdout.indexOf('[\n'))) as [Packed];
    await claim('it holds what it needs and nothing else', async () => {
      const files = packed.files.map((file) => file.path);
      expectEqual('contents', contentProblems(files, Object.values(folders)), []);
      await Promise.resolve();
    });

    const tarball = path.join(dir, packed.filename);
    const typescript = JSON.parse(
      await readFile(path.join(root, 'node_modules/typescript/package.json'), 'utf8'),
    ) as { version: string };
    const nodeDir = (version: string): string => path.join(dir, 'node', version);
    const [app, tools] = [path.join(dir, 'app'), path.join(dir, 'tools')];
    await Promise.all([
      project(app, tarball, `typescript@${typescript.version}`),
      project(tools, ...checkers),
      ...[oldNode, ...nodes].map((version) => project(nodeDir(version), `node@${version}`)),
    ]);
    for (const [name, text] of Object.entries(consumer)) await writeFile(path.join(app, name), text);
    const node = (version: string): string => bin(nodeDir(version), 'node');
    for (const [name, check] of Object.entries(claims))
      await claim(name, () => check({ root, app, tarball, folders, node, tools }));
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
