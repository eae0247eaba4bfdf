import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isShapeName } from '../../../schema/index.ts';
import { makeFolders } from '../../../support/files.ts';
import { readJsonFiles } from '../case-files.ts';
import type { FuzzCase } from '../case.ts';
import { bytesAsJson } from '../expectations.ts';
import type { Finding } from '../findings.ts';

/** The form of a saved case. */
const format = 1;

interface SavedCase {
  readonly format: number;
  readonly shape: string;
  readonly text?: string;
  readonly base64?: string;
  readonly judgedAs?: string;
}

/**
 * Reads a regression corpus: the cases that former runs saved in a folder, in the order of their names.
 * @returns the cases, and what is wrong with files that are none; nothing when there is no such folder yet.
 */
export async function readSaved(
  folder: string,
): Promise<{ readonly cases: readonly FuzzCase[]; readonly problems: readonly string[] }> {
  const { read: cases, problems } = await readJsonFiles(folder, readCase);
  return { cases, problems };
}

function readCase(name: string, content: string): FuzzCase | string {
  let value: SavedCase;
  try {
    value = JSON.parse(content) as SavedCase;
  } catch {
    return 'no JSON';
  }
  const { shape, text, base64 } = value;
  if (value.format !== format) return `has format ${value.format}, this program reads ${format}`;
  if (!isShapeName(shape)) return 'names no shape';
  const body =
    text === undefined
      ? base64 === undefined
        ? undefined
        : Buffer.from(base64, 'base64')
      : Buffer.from(text);
  if (body === undefined) return 'holds no bytes';
  const verdict = value.judgedAs === 'either' ? 'either' : undefined;
  return { path: `saved:${name}`, source: 'saved', shape, kind: `saved ${name}`, body, verdict };
}

/**
 * Saves a finding as a case that later runs try first.
 * @param extra what a reader may want to know besides: seed, replay command, driver.
 * @returns the file's path.
 */
export async function saveFinding(
  folder: string,
  finding: Finding,
  extra: Readonly<Record<string, unknown>>,
): Promise<string> {
  await makeFolders(folder);
  const { id, signature, shape, verdict, why, bytes, came, path: casePath, judgedAs } = finding;
  const file = path.join(folder, `${finding.fault.outcome}-${shape}-${id}.json`);
  const saved = {
    format,
    signature,
    shape,
    ...bytesAsJson(bytes),
    ...(judgedAs === undefined ? {} : { judgedAs }),
    expected: verdict,
    why,
    came,
    path: casePath,
    ...extra,
  };
  await writeFile(file, `${JSON.stringify(saved, null, 2)}\n`);
  return file;
}
