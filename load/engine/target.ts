/** The request that is sent again and again. Which requests count against a limit is the user's knowledge. */
export interface DrivenRequest {
  /** Upper-case method, e.g. `GET`. */
  readonly method: string;
  /** Appended to the path of the base URL, query included: `/chatkit/threads?limit=1`. */
  readonly path: string;
  /** Sent with every request, the beta header (`OpenAI-Beta: chatkit_beta=v1`) among them: the engines add none. */
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as UTF-8; its media type is for `headers` to say. Default: none. */
  readonly body?: string;
}

/** What is driven: any HTTP or HTTPS deployment. */
export interface Target {
  /** Where the deployment's API begins, e.g. `http://127.0.0.1:8080/v1`. */
  readonly baseUrl: URL;
  readonly request: DrivenRequest;
  /** How long an answer may take, connecting included, before it is given up as `timeout`. */
  readonly timeoutMs: number;
}

/** One bearer token to send with. Only its label ever leaves the engine. */
export interface SessionCredential {
  /** What records call it: `s1`, `s2`, … */
  readonly label: string;
  /** Sent as `authorization: Bearer <secret>`. */
  readonly secret: string;
}

/** The URL of every request: the base URL with the request's path and query appended. */
export function requestUrl(target: Target): URL {
  const url = new URL(target.baseUrl);
  const [path, query] = splitOnce(target.request.path, '?');
  url.pathname = url.pathname.replace(/\/+$/, '') + path;
  const queries = [url.search.slice(1), query ?? ''].filter((part) => part !== '');
  url.search = queries.join('&');
  url.hash = '';
  return url;
}

/** Whether a URL points at this very machine: such traffic never goes through a proxy. */
export function isLoopback(url: URL): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  return (
    host === 'localhost' || host.endsWith('.localhost') || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
  );
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
