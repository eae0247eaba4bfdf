import { rules } from './rules.ts';
import { scenarios } from './scenarios/index.ts';

const cell = (text: string): string => text.replaceAll('|', String.raw`\|`);

const sourceOf = ({ source, reference }: { source: string; reference?: string }): string =>
  reference === undefined ? source : `${source}: ${reference}`;

/** The tables of `docs/fuzz-calls.md`: rules and scenarios, each a row. */
export function callTables(): string[] {
  return [
    ...rules.map(({ claim, name, ...rest }) => `| \`${name}\` | ${cell(claim)} | ${cell(sourceOf(rest))} |`),
    ...scenarios.map(
      ({ name, server, claim, ...rest }) =>
        `| \`${name}\` | ${cell(server)} | ${cell(claim)} | ${cell(sourceOf(rest))} |`,
    ),
  ];
}
