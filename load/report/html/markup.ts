/** HTML that is safe to put into a page: made by `html`, or by nobody. */
export interface Markup {
  readonly markup: string;
}

/** What may stand in a `${}` of `html`. Texts are escaped; false, null and undefined leave nothing. */
export type Part = Markup | string | number | false | null | undefined | readonly Part[];

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/** No control characters, lone surrogates or marks that turn the direction of what stands around them. */
const unfit =
  /[^\t\n\r\u0020-\u007e\u00a0-\u2029\u202f-\u2065\u206a-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** A text as it may stand in an element or in a quoted attribute. */
export const escapeHtml = (text: string): string =>
  text.replace(unfit, '\ufffd').replace(/[&<>"'`]/g, (c) => escapes[c] ?? c);

function render(part: Part): string {
  if (part === false || part === null || part === undefined) return '';
  if (typeof part === 'string') return escapeHtml(part);
  if (typeof part === 'number') return String(part);
  if ('markup' in part) return part.markup;
  return part.map(render).join('');
}

/**
 * A piece of a page. Everything put in is escaped unless it was made by `html` itself, so no text of a deployment can become
 * markup. Attributes must be in double quotes, and hold no address and no script.
 */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return { markup: strings.reduce((text, string, i) => text + render(parts[i - 1]) + string) };
}

/** Text that is ours and no one else's: style sheets. */
export const trusted = (markup: string): Markup => ({ markup });

/** A sentence's beginning. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
