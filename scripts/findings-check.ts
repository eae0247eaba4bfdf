import { processIo } from './io.ts';
import { knownFile, languages, readFindingsPage } from './findings-check/read-page.ts';
import type { ListedFinding } from './findings-check/read-page.ts';
import { main } from './main.ts';

/**
 * `node scripts/findings-check.ts LANGUAGE PARSE_DRIVER CALL_DRIVER`: makes every finding that `docs/findings.md` lists
 * of a client again, by the command that the page names; a driver that is `-` is left out.
 */
const [language = '', parseDriver = '-', callDriver = '-'] = process.argv.slice(2);
const drivers = { parse: parseDriver, call: callDriver };

const shared = processIo();

/** What is wrong; undefined when it happened, and as listed. */
async function problemOf(finding: ListedFinding): Promise<string | undefined> {
  let stdout = '';
  let stderr = '';
  let code = -1;
  const io = {
    ...shared,
    stdout: (text: string) => void (stdout += text),
    stderr: (text: string) => void (stderr += text),
    setExitCode: (exitCode: number) => {
      code = exitCode;
    },
    live: false,
  };
  const { mode, id } = finding;
  const how = ['--mode', mode, '--driver', drivers[mode], '--expect', knownFile(finding)];
  await main(['fuzz', ...how, '--path', `expected:${id}`], io);
  const happened = /^\d+ known deviations? happened, as listed$/m.test(stdout);
  return code === 0 && happened ? undefined : `exit code ${code}\n${stderr}${stdout}`;
}

const listed = await readFindingsPage(new URL('../docs/findings.md', import.meta.url));
const own = listed.filter((each) => each.language === language && drivers[each.mode] !== '-');
if (own.length === 0) {
  process.stderr.write(`usage: node scripts/findings-check.ts ${languages.join('|')} DRIVER CALL_DRIVER\n`);
  process.exitCode = 2;
}
let failed = 0;
const rest = own.values();
// Most of them wait for a driver to start.
const worker = async () => {
  for (const finding of rest) {
    const problem = await problemOf(finding);
    if (problem === undefined) continue;
    failed += 1;
    process.stdout.write(`${language} ${finding.mode} ${finding.id}: does not come again: ${problem}\n`);
  }
};
await Promise.all(Array.from({ length: 4 }, worker));
process.stdout.write(
  `${own.length} findings of docs/findings.md made again, ${failed} of them did not come\n`,
);
if (failed > 0) process.exitCode = 1;
