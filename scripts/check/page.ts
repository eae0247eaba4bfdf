import { checkGroups, checks } from '../../property/checks/index.ts';

const cell = (text: string): string => text.replaceAll('|', String.raw`\|`);

/** The tables of all checks in `docs/check.md`, a heading and a table a group. */
export function checkTables(): string {
  return checkGroups
    .map((group) => {
      const rows = checks
        .filter((check) => check.group === group)
        .map(
          ({ name, source, claim, basis }) => `| \`${name}\` | ${source} | ${cell(claim)} | ${cell(basis)} |`,
        );
      return [
        `### ${group}`,
        '',
        '| check | source | claim | rests on |',
        '| --- | --- | --- | --- |',
        ...rows,
      ].join('\n');
    })
    .join('\n\n');
}
