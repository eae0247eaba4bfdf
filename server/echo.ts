const longestEcho = 128;
/** What looks like a credential: an API key or a client secret, wherever it stands in a text. */
const secretLike = /\b(sk|ek)[-_][\w+/=.-]*/g;

/**
 * A caller's text as an error message may repeat it: shortened, and without anything that looks like a
 * credential, for messages end in logs.
 */
export function echo(text: string): string {
  const shown = text.replace(secretLike, '$1_…(not shown)');
  if (shown.length <= longestEcho) return shown;
  // Not through the middle of a surrogate pair.
  return `${shown.slice(0, longestEcho).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
