import { parseArgs } from 'node:util';
import { exitCodes, HarnessError } from '../support/errors.ts';
import { formatTable, judge } from './mutation/judge.ts';
import { runStryker, strykerDir } from './mutation/run-stryker.ts';
import { selectTargets, targetNames } from './mutation/targets.ts';
import { OptionReader } from './options.ts';
import { installOwnPackage } from './own-package.ts';

/**
 * `npm run mutation`: changes the code in every small way that Stryker knows, one at a time, and runs the tests that stand
 * beside it. Ends with 1 when a mutant survives that is not expected to, or one dies that is. `docs/mutation.md`.
 */
const usage = `usage: npm run mutation -- [${targetNames.join(' | ')} | FILE]… [--concurrency N]\n`;

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { concurrency: { type: 'string', default: '1' } },
  });
  const reader = new OptionReader();
  const concurrency = reader.integer('--concurrency', values.concurrency, 1, 64);
  reader.check();
  const targets = selectTargets(positionals);
  const stryker = { dir: strykerDir, what: 'Stryker and what it needs', without: 'nothing else needs them' };
  await installOwnPackage(stryker, (text) => void process.stdout.write(text));
  for (const target of targets) {
    process.stdout.write(`\n${target.name}\n`);
    const { counts, problems } = judge(await runStryker(target, concurrency), target.expected);
    process.stdout.write(`\n${formatTable(counts)}\n`);
    for (const problem of problems) process.stdout.write(`${problem}\n`);
    if (problems.length > 0) process.exitCode = exitCodes.finding;
  }
} catch (error) {
  if (!(error instanceof HarnessError) && !(error instanceof TypeError && 'code' in error)) throw error;
  process.stderr.write(`error: ${error.message}\n`);
  process.exitCode = error instanceof HarnessError ? error.exitCode : exitCodes.usage;
  if (process.exitCode === exitCodes.usage) process.stderr.write(usage);
}
