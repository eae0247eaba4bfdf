import { datasetDefaults } from '../../generators/dataset/index.ts';

const { items, ...defaults } = datasetDefaults;

/** An option of `generate` as its help shows it: names and value, what it means, its default. */
export type Flag = readonly [names: string, meaning: string, byDefault?: string];

/** All options of `generate`, in the order of the help. */
export const flags: readonly Flag[] = [
  ['--out <dir>', 'folder to write; one that holds a former dataset is replaced', './dataset'],
  ['--seed <n>', 'a whole number; another seed, another dataset', String(defaults.seed)],
  ['--users <n>', 'distinct users', String(defaults.users)],
  ['--sessions <n>', `sessions of these users (default: "${defaults.sessions}")`],
  ['--threads <n>', 'threads of these users', String(defaults.threads)],
  [
    '--items <min..max>',
    `items of each thread, MIN..MAX or a number (default: "${items.min}..${items.max}", of edge "0..120")`,
  ],
  [
    '--profile <name>',
    'typical: as data mostly is; edge: texts, numbers, counts and times that are rare and legal',
    defaults.profile,
  ],
  ['--locale <list>', "where names and places come from, users in turn: en,ja,ar or 'all'", 'en'],
  ['--coverage', 'write nothing; print which branches of the contract occur, and how often'],
  [
    '--format <name>',
    'ndjson: an object a line; json: an array a file; har: a recorded walk through every page',
    'ndjson',
  ],
  ['--gzip', 'compress each file (.gz) but the manifest'],
  [
    '--shard <i/n>',
    'make part I of N alone; the NDJSON parts joined in the order of their names are the whole',
  ],
  ['--workers <n>', 'threads that make entries; the bytes stay the same', '1'],
  ['--resume', 'make only what an interrupted run with the same options has not written'],
  ['--force', 'write into a folder that holds other files too (they are left alone)'],
  ['--json', 'print the manifest, or the coverage, as one JSON document'],
];
