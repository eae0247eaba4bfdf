/**
 * Why a text is not JSON, for a terminal, without the excerpt of the text that the engine puts into some messages: it may hold
 * a secret.
 */
export function describeJsonError(error: unknown): string {
  const { message } = error as SyntaxError;
  if (message === 'Unexpected end of JSON input' || message.startsWith('Unterminated string'))
    return 'it is cut off';
  return message
    .replace(/, (\.\.\.)?".*/s, '')
    .replace(/( in JSON)? at position \d+( \(line \d+ column \d+\))?$/, '')
    .replaceAll(/\p{Cc}/gu, (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The line that the engine names, where it names one. */
export function lineOfJsonError(error: unknown): number | null {
  const line = /\(line (\d+) column \d+\)/.exec((error as SyntaxError).message)?.[1];
  return line === undefined ? null : Number(line);
}
