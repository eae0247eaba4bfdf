import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { makeFolders } from '../../support/files.ts';
import { doublePaths, expectedPath, readJsonFiles, readLines } from '../fuzz/case-files.ts';
import { readCase } from './cases.ts';
import type { CallCase } from './cases.ts';
import type { CallFinding } from './findings.ts';
import { timeline } from './timeline.ts';

/** One known deviation of a client. */
export interface CallExpectation {
  /** Of the file, from 1. */
  readonly line: number;
  readonly signature: string;
  /** The case that shows it; it is tried in every run. */
  readonly callCase: CallCase;
  readonly note: string | undefined;
}

function readLine(text: string, line: number): CallExpectation | string {
  let value: Record<string, unknown>;
  try {
    value = JSON.parse(text) as Record<string, unknown>;
  } catch {
    return 'no JSON';
  }
  const { id, signature, scenario, plan, note } = value;
  const path = expectedPath(id, line);
  if (path === undefined) return "'id' is no word such as repeated-cursor";
  if (typeof signature !== 'string') return "no 'signature'";
  const callCase = readCase(path, scenario, plan);
  if (typeof callCase === 'string') return callCase;
  return { line, signature, callCase, note: typeof note === 'string' ? note : undefined };
}

/**
 * Reads an expectation file for calls: JSON lines, each a known deviation with the plan that shows it; lines that
 * begin with `#` are comments. A line may have an `id`, by which its case is made again: `--path expected:ID`.
 */
export function readCallExpectations(text: string): {
  readonly expectations: readonly CallExpectation[];
  readonly problems: readonly string[];
} {
  const { read: expectations, problems } = readLines(text, readLine);
  const paths = expectations.map(({ line, callCase }) => ({ line, path: callCase.path }));
  return { expectations, problems: [...problems, ...doublePaths(paths)] };
}

/** The line with which an expectation file lists a finding. */
export const callExpectationLine = ({ signature, scenario, plan }: CallFinding): string =>
  JSON.stringify({ signature, scenario, plan });

/** The form of a saved case. */
const format = 1;

/** Calls have a folder of their own in a regression corpus, beside the bytes of parse mode. */
const folderOf = (corpus: string): string => path.join(corpus, 'calls');

/**
 * Reads the calls of a regression corpus, in the order of their names.
 * @returns the cases, and what is wrong with files that are none; nothing when there is no such folder yet.
 */
export async function readSavedCalls(
  corpus: string,
): Promise<{ readonly cases: readonly CallCase[]; readonly problems: readonly string[] }> {
  const { read: cases, problems } = await readJsonFiles(folderOf(corpus), readSaved);
  return { cases, problems };
}

function readSaved(name: string, content: string): CallCase | string {
  let value: Record<string, unknown>;
  try {
    value = JSON.parse(content) as Record<string, unknown>;
  } catch {
    return 'no JSON';
  }
  if (value['format'] !== format)
    return `has format ${String(value['format'])}, this program reads ${format}`;
  return readCase(`saved:${name}`, value['scenario'], value['plan']);
}

/**
 * Saves a finding as a case that later runs try first, with the time line of what the client did.
 * @param extra what a reader may want to know besides: seed, replay command, driver.
 * @returns the file's path.
 */
export async function saveCallFinding(
  corpus: string,
  finding: CallFinding,
  extra: Readonly<Record<string, unknown>>,
): Promise<string> {
  const folder = folderOf(corpus);
  await makeFolders(folder);
  const { id, signature, scenario, plan, fault, observed, path: casePath } = finding;
  const file = path.join(folder, `${scenario.replaceAll('/', '-')}-${id}.json`);
  const saved = {
    format,
    signature,
    scenario,
    plan,
    expected: fault.expected,
    came: fault.detail,
    timeline: timeline(observed),
    path: casePath,
    ...extra,
  };
  await writeFile(file, `${JSON.stringify(saved, null, 2)}\n`);
  return file;
}
