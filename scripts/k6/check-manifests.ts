import { readFile } from 'node:fs/promises';
import { parse, parseAllDocuments } from 'yaml';
import { resourceProblems } from './check-resource.ts';

/**
 * Holds deploy/k6/testrun.yaml against the operator's own resource definition, whose file is named: config/crd/bases/k6.io_testruns.yaml of
 * k6-operator, or what `kubectl get crd testruns.k6.io -o yaml` prints.
 */
const [file] = process.argv.slice(2);
if (file === undefined) {
  process.stderr.write('usage: npm run k6:manifests -- k6.io_testruns.yaml\n');
  process.exitCode = 2;
} else {
  const definition: unknown = parse(await readFile(file, 'utf8'));
  const manifest = await readFile(new URL('../../deploy/k6/testrun.yaml', import.meta.url), 'utf8');
  const runs = parseAllDocuments(manifest)
    .map((document): unknown => document.toJS())
    .filter((one) => (one as { kind?: string }).kind === 'TestRun');
  const problems = runs.flatMap((run) => resourceProblems(definition, run));
  process.stdout.write(
    problems.length === 0 ? `${runs.length} TestRun fits ${file}\n` : `${problems.join('\n')}\n`,
  );
  process.exitCode = problems.length === 0 && runs.length > 0 ? 0 : 1;
}
