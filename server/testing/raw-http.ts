import { connect } from 'node:net';

/** An answer as it came over the wire. */
export interface RawAnswer {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

/**
 * Sends bytes that no client library would and yields what comes back until the server closes or falls silent.
 * @param chunks sent one after another.
 * @param untilMs how long to wait for the end.
 */
export function sendRaw(
  url: string,
  chunks: readonly (string | Buffer)[],
  untilMs = 3000,
): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const received: Buffer[] = [];
    const socket = connect(Number(port), hostname, () => {
      for (const chunk of chunks) socket.write(chunk);
    });
    const finish = () => {
      clearTimeout(timer);
      socket.destroy();
      resolve(parse(Buffer.concat(received).toString('utf8')));
    };
    const timer = setTimeout(finish, untilMs);
    socket.on('data', (data) => {
      received.push(data);
      // Complete: there is no need to wait for the server to close.
      const { head, body } = parse(Buffer.concat(received).toString('utf8'));
      const length = /^content-length: (\d+)\r?$/im.exec(head)?.[1];
      if (length !== undefined && Buffer.byteLength(body) >= Number(length)) finish();
    });
    socket.on('close', finish);
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // The server may close while we still send: what it said before counts.
      if (error.code === 'EPIPE' || error.code === 'ECONNRESET') return;
      clearTimeout(timer);
      reject(error);
    });
  });
}

function parse(text: string): RawAnswer {
  const end = text.indexOf('\r\n\r\n');
  return {
    status: Number(/^HTTP\/1\.1 (\d{3}) /.exec(text)?.[1] ?? 0),
    head: end === -1 ? text : text.slice(0, end),
    body: end === -1 ? '' : text.slice(end + 4),
  };
}
