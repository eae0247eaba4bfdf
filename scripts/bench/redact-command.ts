/** Options whose value is secret, and what stands in for it in a printed command. */
const placeholders: Readonly<Record<string, string>> = {
  '--api-key': '$OPENAI_API_KEY',
  '--client-secret': '$CLIENT_SECRET',
  '--body': "'…'",
};
/** Headers whose values may be shown; any other may carry a secret. */
const publicHeaders = new Set(['accept', 'accept-language', 'content-type', 'openai-beta', 'user-agent']);

const plainWord = /^[\w@%+=:,./-]+$/;
const quote = (word: string): string =>
  plainWord.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;

function shown(option: string, value: string): string {
  if (option === '--header' || option === '-H') {
    const name = value.split(':', 1)[0] ?? '';
    return publicHeaders.has(name.trim().toLowerCase()) ? quote(value) : quote(`${name}: …`);
  }
  // `@FILE` names a file of secrets; the name is no secret.
  const placeholder = value.startsWith('@') ? undefined : placeholders[option];
  return placeholder ?? quote(value);
}

/**
 * A command line to copy, without its secrets.
 * @example redactCommand(['bench', '--api-key', 'sk-1']) // chatkit-harness bench --api-key $OPENAI_API_KEY
 */
export function redactCommand(argv: readonly string[]): string {
  const words = ['chatkit-harness'];
  for (let i = 0; i < argv.length; i += 1) {
    const word = argv[i] ?? '';
    const [option, inline] = splitOnce(word);
    if (inline !== undefined && option.startsWith('--')) {
      words.push(`${option}=${shown(option, inline)}`);
    } else if (/^-H./.test(word)) {
      words.push('-H', shown('-H', word.slice(2)));
    } else if (word in placeholders || word === '--header' || word === '-H') {
      words.push(word, shown(word, argv[i + 1] ?? ''));
      i += 1;
    } else {
      words.push(quote(word));
    }
  }
  return words.join(' ');
}

function splitOnce(word: string): [string, string | undefined] {
  const at = word.indexOf('=');
  return at < 0 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)];
}
