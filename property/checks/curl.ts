import type { Bearer, CreatedSession, Exchange } from './exchange.ts';

const longestBody = 400;

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;
/** For texts that hold variables to be filled in by the shell: nothing else of them may act. */
const doubleQuoted = (text: string): string => `"${text.replace(/["`!]/g, String.raw`\$&`)}"`;

const bearerText = (bearer: Bearer): string | undefined => {
  if (bearer.kind === 'api_key') return 'Bearer $OPENAI_API_KEY';
  if (bearer.kind === 'secret')
    return `Bearer \${CLIENT_SECRET_${bearer.session.number}}${bearer.suffix ?? ''}`;
  return undefined;
};

/** The URL; ids of sessions that the sequence itself creates are variables. */
function urlText(url: string, sessions: readonly CreatedSession[]): string {
  const named = sessions.filter(({ id }) => id !== '' && url.includes(id));
  if (named.length === 0) return quoted(url);
  const text = doubleQuoted(url.replaceAll('$', String.raw`\$`));
  return named.reduce((here, { id, number }) => here.replaceAll(id, `\${SESSION_${number}}`), text);
}

function bodyText(body: string | Uint8Array): string {
  if (typeof body !== 'string') return `--data-binary @body.bin  # ${body.length} bytes that are no text`;
  if (body.length <= longestBody && !body.includes('\u0000')) return `--data-binary ${quoted(body)}`;
  return `--data-binary @body.json  # ${body.length} characters: ${JSON.stringify(body.slice(0, 60))}…`;
}

/**
 * A sequence of requests as lines for a shell. Tokens are variables that the reader sets: `$OPENAI_API_KEY`, and of
 * each session that the sequence creates `$SESSION_1` (its id) and `$CLIENT_SECRET_1`.
 */
export function curlLines(baseUrl: string, exchanges: readonly Exchange[]): string[] {
  const base = baseUrl.replace(/\/+$/, '');
  const sessions: CreatedSession[] = [];
  return exchanges.map(({ bearer, request, created }) => {
    const { authorization, ...headers } = request.headers;
    const words = ['curl -sS --path-as-is'];
    if (request.method === 'HEAD') words.push('-I');
    else if (request.method !== 'GET') words.push(`-X ${request.method}`);
    words.push(urlText(base + request.path, sessions));
    const token = bearerText(bearer);
    if (token !== undefined) words.push(`-H "Authorization: ${token}"`);
    else if (authorization !== undefined) words.push(`-H ${quoted(`authorization: ${authorization}`)}`);
    for (const [name, value] of Object.entries(headers)) words.push(`-H ${quoted(`${name}: ${value}`)}`);
    if (request.body !== undefined) words.push(bodyText(request.body));
    if (created !== undefined) {
      sessions.push(created);
      words.push(` # .id is $SESSION_${created.number}, .client_secret is $CLIENT_SECRET_${created.number}`);
    }
    return words.join(' ');
  });
}
