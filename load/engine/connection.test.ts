import { createServer as createHttpServer } from 'node:http';
import type { RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { connect } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import tls from 'node:tls';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { selfSigned } from './testing/certificate.ts';
import { openModel } from './testing/engines.ts';
import { startHttp, startSockets, targetAt } from './testing/target-server.ts';

const once = { session: 's1', step: 'x' };

async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return (server.address() as AddressInfo).port;
}

async function serveTls(listener: RequestListener, ...names: string[]) {
  const certificate = selfSigned(...names);
  const port = await listen(createHttpsServer(certificate, listener));
  return { port, cert: certificate.cert };
}

/** What NODE_EXTRA_CA_CERTS does before a process starts. */
function trust(cert: string): void {
  const before = tls.getCACertificates('default');
  tls.setDefaultCACertificates([...before, cert]);
  onTestFinished(() => tls.setDefaultCACertificates(before));
}

describe('over TLS', () => {
  it('sends nothing to a server whose certificate nobody vouches for', async () => {
    const served = vi.fn<RequestListener>((_request, response) => response.end());
    const { port } = await serveTls(served, 'localhost');
    const engine = openModel(targetAt(new URL(`https://localhost:${port}/v1`)));
    await expect(engine.warmUp('s1')).rejects.toThrow(
      `the certificate of localhost:${port} is signed by an authority that is not trusted here: set NODE_EXTRA_CA_CERTS`,
    );
    expect(await engine.send(once)).toMatchObject({ error: 'DEPTH_ZERO_SELF_SIGNED_CERT', sentMs: null });
    expect(served).not.toHaveBeenCalled();
  });

  it('sends to one that is vouched for', async () => {
    const { port, cert } = await serveTls((_request, response) => response.end(), 'localhost');
    trust(cert);
    const engine = openModel(targetAt(new URL(`https://localhost:${port}/v1`)));
    await engine.warmUp('s1');
    expect(await engine.send(once)).toMatchObject({ status: 200 });
  });

  it('knows a certificate for another name', async () => {
    const { port, cert } = await serveTls((_request, response) => response.end(), 'other.test');
    trust(cert);
    const warmingUp = openModel(targetAt(new URL(`https://localhost:${port}/v1`))).warmUp('s1');
    await expect(warmingUp).rejects.toThrow(`the certificate at localhost:${port} is for another name`);
  });

  it('keeps the handshake out of the time between sentMs and firstByteMs', async () => {
    const { port, cert } = await serveTls((_request, response) => response.end(), 'localhost');
    trust(cert);
    // Holds back what the client says first, which is its part of the handshake.
    const slow = await startSockets((socket) => {
      const upstream = connect(port, '127.0.0.1');
      upstream.on('error', () => {});
      upstream.pipe(socket);
      setTimeout(() => socket.pipe(upstream), 400);
    });
    onTestFinished(() => slow.close());
    const engine = openModel(targetAt(new URL(`https://localhost:${slow.baseUrl.port}/v1`)));
    const { intendedMs, sentMs, firstByteMs, status } = await engine.send(once);
    expect(status).toBe(200);
    expect((sentMs ?? 0) - (intendedMs ?? 0)).toBeGreaterThanOrEqual(399);
    expect((firstByteMs ?? Infinity) - (sentMs ?? 0)).toBeLessThan(300);
    expect(engine.pacing()).toMatchObject({ sendDelay: { count: 0 }, waitedForConnection: 1 });
  });
});

describe('through a proxy', () => {
  /** Forwards everything to one port, whatever host was asked for, and notes what was asked. */
  async function startProxy(port: number, status?: number) {
    const asked: string[] = [];
    const proxy = createHttpServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      if (status !== undefined) return void response.writeHead(status).end();
      response.writeHead(200, { 'x-request-id': request.headers.authorization ?? '' }).end();
    });
    proxy.on('connect', (request, socket: Socket) => {
      asked.push(`CONNECT ${request.url}`);
      if (status !== undefined) return void socket.end(`HTTP/1.1 ${status} No\r\ncontent-length: 0\r\n\r\n`);
      const upstream = connect(port, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connected\r\n\r\n');
        upstream.pipe(socket).pipe(upstream);
      });
      upstream.on('error', () => {});
      socket.on('error', () => {});
    });
    const proxyPort = await listen(proxy);
    onTestFinished(() => void vi.unstubAllEnvs());
    for (const name of ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'https_proxy']) {
      vi.stubEnv(name, `http://127.0.0.1:${proxyPort}`);
    }
    vi.stubEnv('NO_PROXY', 'direct.test');
    vi.stubEnv('no_proxy', 'direct.test');
    return asked;
  }

  it('hands plain requests to the proxy', async () => {
    const asked = await startProxy(0);
    const engine = openModel(targetAt(new URL('http://chatkit.test/v1')));
    await engine.warmUp('s1');
    expect(asked).toEqual([]);
    expect(await engine.send(once)).toMatchObject({ status: 200, requestId: 'Bearer [redacted]' });
    expect(await engine.send(once)).toMatchObject({ status: 200 });
    expect(asked).toEqual(Array(2).fill('GET http://chatkit.test/v1/chatkit/threads?limit=1'));
    expect(engine.pacing()).toMatchObject({ sendDelay: { count: 2 }, waitedForConnection: 0 });
  });

  it('tunnels TLS through it, and still checks the certificate', async () => {
    const { port, cert } = await serveTls((_request, response) => response.end(), 'chatkit.test');
    const asked = await startProxy(port);
    const target = targetAt(new URL('https://chatkit.test/v1'));
    const untrusting = openModel(target);
    await expect(untrusting.warmUp('s1')).rejects.toThrow('is not trusted here: set NODE_EXTRA_CA_CERTS');

    trust(cert);
    const engine = openModel(target);
    await engine.warmUp('s1');

    expect(await engine.send(once)).toMatchObject({ status: 200 });

    expect(asked).toEqual(Array(2).fill('CONNECT chatkit.test:443'));
    expect(engine.pacing()).toMatchObject({ sendDelay: { count: 1 }, waitedForConnection: 0 });
  });

  it('names the proxy when that is what refuses', async () => {
    const asked = await startProxy(0, 407);
    const plain = openModel(targetAt(new URL('http://chatkit.test/v1')));
    expect(await plain.send(once)).toMatchObject({ error: 'proxy_refused', status: null });
    const tunnel = openModel(targetAt(new URL('https://chatkit.test/v1')));
    await expect(tunnel.warmUp('s1')).rejects.toThrow('the proxy does not let chatkit.test through');
    expect(asked).toHaveLength(2);
  });

  it('goes past it for loopback, and for what NO_PROXY names', async () => {
    const asked = await startProxy(0);
    const server = await startHttp((_request, response) => response.end());
    onTestFinished(() => server.close());
    expect(await openModel(targetAt(server.baseUrl)).send(once)).toMatchObject({ status: 200 });
    const direct = await openModel(targetAt(new URL('http://direct.test/v1'))).send(once);
    expect(direct.error).toMatch(/^(ENOTFOUND|EAI_AGAIN)$/);
    expect(asked).toEqual([]);
  });
});
