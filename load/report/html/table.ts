import { html } from './markup.ts';
import type { Markup, Part } from './markup.ts';

export interface TableColumn {
  readonly heading: Part;
  /** Numbers stand right. Default: left. */
  readonly numeric?: boolean;
}

const side = ({ numeric }: TableColumn): string => (numeric === true ? 'number' : 'text');

/**
 * A table with its caption; wide ones scroll within themselves. The first cell of a row is its heading.
 * @param hidden the caption is for screen readers only.
 */
export function table(
  caption: string,
  columns: readonly TableColumn[],
  rows: readonly (readonly Part[])[],
  hidden = true,
): Markup {
  return html`<div class="table" tabindex="0" role="region" aria-label="${caption}">
    <table>
      <caption class="${hidden ? 'unseen' : ''}">
        ${caption}
      </caption>
      <thead>
        <tr>
          ${columns.map((column) => html`<th scope="col" class="${side(column)}">${column.heading}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (cells) =>
            html`<tr>
              ${cells.map((cell, i) =>
                i === 0
                  ? html`<th scope="row">${cell}</th>`
                  : html`<td class="${side(columns[i] ?? { heading: '' })}">${cell}</td>`,
              )}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** What is behind a drawing, folded away. */
export const behind = (summary: string, inside: Part): Markup =>
  html`<details>
    <summary>${summary}</summary>
    ${inside}
  </details>`;

/** A section of the report with its heading and one sentence of explanation. */
export const section = (id: string, heading: string, lead: Part, inside: Part): Markup =>
  html`<section aria-labelledby="${id}">
    <h2 id="${id}">${heading}</h2>
    ${lead === '' || lead === null ? null : html`<p class="lead">${lead}</p>`} ${inside}
  </section>`;
