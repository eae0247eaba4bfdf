import { html, trusted } from './markup.ts';
import type { Markup, Part } from './markup.ts';
import { styleSheet } from './style.ts';

/** Nothing may be fetched or run, whatever a deployment's answers hold. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

export interface PageParts {
  readonly title: string;
  /** What stands at the top of the page, in paragraphs. */
  readonly header: Part;
  /** The sections; those with a heading of their own are listed above them. */
  readonly main: Markup;
  readonly footer: Part;
}

/** A page: self-contained, without scripts, for the screen (light and dark), for a telephone and for paper. */
export function htmlDocument({ title, header, main, footer }: PageParts): string {
  const page = html`${trusted('<!doctype html>\n')}
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>${title}</title>
        <style>
          ${trusted(styleSheet)}
        </style>
      </head>
      <body>
        <header>${header}</header>
        <main>${main}</main>
        <footer>${footer}</footer>
      </body>
    </html>`;
  return `${page.markup.replace(/\n\s+/g, '\n')}\n`;
}

/** Links to the sections of a page, as their headings name them: a long page is read in parts, also without a mouse. */
export function contents(sections: Markup): Markup {
  // What stands between the tags was escaped when it was put there.
  const found = [...sections.markup.matchAll(/<h2 id="([\w-]+)">([^<]*)<\/h2>/g)];
  return html`<nav aria-label="Sections">
    <ul>
      ${found.map(([, id = '', heading = '']) => html`<li><a href="#${id}">${trusted(heading)}</a></li>`)}
    </ul>
  </nav>`;
}
