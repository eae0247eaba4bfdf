import { readFileSync, writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { checkTables } from './check/page.ts';

// `npm run check:page` writes the tables of all checks into docs/check.md, behind the mark.
const file = 'docs/check.md';
const mark = '<!-- checks -->';
const [text = ''] = readFileSync(file, 'utf8').split(mark);
const page = `${text}${mark}\n\n${checkTables()}\n`;
writeFileSync(file, await format(page, { parser: 'markdown', printWidth: 110, singleQuote: true }));
