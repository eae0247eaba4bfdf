import { readFile } from 'node:fs/promises';

/** A finding that `docs/findings.md` lists of one language. */
export interface ListedFinding {
  readonly mode: 'parse' | 'call';
  /** In lower case: `typescript`. */
  readonly language: string;
  readonly id: string;
}

export const languages = ['typescript', 'python', 'go', 'ruby'] as const;

/** The file of known deviations that a finding's id names a line of. */
export const knownFile = ({ mode, language }: Pick<ListedFinding, 'mode' | 'language'>): string =>
  `property/drivers/${language}/${mode === 'parse' ? 'known' : 'known-calls'}.ndjson`;

const idsIn = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, id = '']) => id);

/** The findings that the page lists, each once for every client that has it. */
export async function readFindingsPage(file: URL): Promise<ListedFinding[]> {
  const found: ListedFinding[] = [];
  let section = '';
  for (const line of (await readFile(file, 'utf8')).split('\n')) {
    if (line.startsWith('## ')) section = line.slice(3);
    if (!line.startsWith('| ') || line.startsWith('| --')) continue;
    const cells = line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim());
    const parsed = /^Bytes: (\w+)$/.exec(section)?.[1]?.toLowerCase();
    if (parsed !== undefined)
      found.push(...idsIn(cells[0] ?? '').map((id) => ({ mode: 'parse' as const, language: parsed, id })));
    else if (section === 'Calls')
      for (const language of (cells[2] ?? '').toLowerCase().split(', '))
        found.push(...idsIn(cells[3] ?? '').map((id) => ({ mode: 'call' as const, language, id })));
  }
  return found;
}
