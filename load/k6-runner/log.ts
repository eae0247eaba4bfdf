/** k6's log, read line by line. */
export interface K6Log {
  line(text: string): void;
  /** What it said at the level of errors, without secrets. */
  errors(): readonly string[];
}

/** At most so many different ones are kept: a target that goes away is complained of at every request, in other words each time. */
const mostKept = 20;

/** What a secret looks like that a scenario got for itself: a target may send it back, and Go's errors quote what cannot be read. */
const secretLike = /\b(?:ek_|sk-)[\w-]{6,}=*|(?<=\bBearer )[^\s"\\]+/g;

/** What k6 says of the signal that stops it. */
const interruption = "because k6 received a 'interrupt' signal";

/**
 * Reads k6's log: warnings and errors are passed on, once each and without secrets.
 * @param secrets cut out of every line.
 */
export function readLog(secrets: readonly string[], warn: (text: string) => void): K6Log {
  const errors: string[] = [];
  const told = new Set<string>();
  let more = false;
  const clean = (text: string): string =>
    secrets
      .reduce((rest, secret) => (secret.length < 8 ? rest : rest.replaceAll(secret, '[redacted]')), text)
      .replaceAll(secretLike, '[redacted]');
  return {
    line(text) {
      const level = /\blevel=(\w+)/.exec(text)?.[1];
      if (level !== 'error' && level !== 'warning' && level !== 'fatal' && level !== 'panic') return;
      const said = clean(messageOf(text));
      // It was asked to stop: whoever pressed Ctrl-C knows.
      if (said.includes(interruption)) return;
      if (told.has(said)) return;
      if (told.size < mostKept) {
        told.add(said);
        warn(`k6: ${said}`);
        if (level !== 'warning') errors.push(said);
      } else if (!more) {
        more = true;
        warn('k6: more of its log is left out');
      }
    },
    errors: () => errors,
  };
}

/** The message of a line of `key=value` pairs, and the error that it names. */
function messageOf(text: string): string {
  const message = quoted(text, 'msg');
  const error = quoted(text, 'error');
  if (message === null) return text;
  // The rest of a stack trace tells users nothing.
  const first = message.split(String.raw`\n\tat`, 1)[0] ?? message;
  return (error === null ? first : `${first} (${error})`)
    .replaceAll(String.raw`\"`, '"')
    .replaceAll(String.raw`\n`, ' ');
}

function quoted(text: string, name: string): string | null {
  const match = new RegExp(String.raw`\b${name}=(?:"((?:[^"\\]|\\.)*)"|(\S+))`).exec(text);
  return match === null ? null : (match[1] ?? match[2] ?? '');
}
