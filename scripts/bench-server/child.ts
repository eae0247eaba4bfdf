import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createDataset } from '../../generators/index.ts';
import { createDeployment } from '../../server/index.ts';
import { systemClock } from '../../support/clock.ts';

// One of the two servers, in a process of its own. Prints its base URL as soon as it listens; ends with its parent, whose end closes the channel between them.
//
//     node scripts/bench-server/child.ts reference        the deployment, with a dataset
//     node scripts/bench-server/child.ts bare             bare node:http; sends what came on standard input

const [kind] = process.argv.slice(2);

process.on('disconnect', () => process.exit(0));
// On any message: the processor time used so far, in microseconds.
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.(user + system);
});

if (kind === 'reference') {
  const deployment = createDeployment({
    clock: systemClock,
    dataset: createDataset({ users: 20, threads: 200, sessions: 20, items: { min: 20, max: 60 } }),
  });
  const { url } = await deployment.listen();
  process.stdout.write(`${url}\n`);
} else {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    // The parent writes the page and a line feed, and leaves the pipe open.
    if (chunk.at(-1) === 0x0a) break;
  }
  const page = Buffer.concat(chunks).subarray(0, -1);
  const headers = { 'content-type': 'application/json', 'content-length': page.byteLength };
  const server = createServer((_, response) => {
    response.writeHead(200, headers);
    response.end(page);
  });
  server.listen(0, '127.0.0.1', () => {
    process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
  });
}
