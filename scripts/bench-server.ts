import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { betaHeader } from '../schema/index.ts';
import { defaultApiKey } from '../server/index.ts';
import { HarnessError, exitCodes } from '../support/errors.ts';
import { Saturator } from './bench-server/saturate.ts';
import { OptionReader } from './options.ts';

/**
 * How fast the reference deployment lists items, next to a bare `node:http` server that sends the same bytes
 * ready-made: same client, same run, rounds in turn, each server in a process of its own.
 *
 *     reference ██ bare ██ reference ██ bare ██ …      medians, and their ratio
 */

const connections = 10;
const authorization = { authorization: `Bearer ${defaultApiKey}`, [betaHeader.name]: betaHeader.value };

interface Child {
  readonly process: ChildProcess;
  readonly url: string;
}

/** Starts one of the two servers and waits until it listens. */
async function start(kind: 'reference' | 'bare', page?: string): Promise<Child> {
  const script = fileURLToPath(new URL('bench-server/child.ts', import.meta.url));
  const child = spawn(process.execPath, [script, kind], { stdio: ['pipe', 'pipe', 'inherit', 'ipc'] });
  if (page !== undefined) child.stdin?.write(`${page}\n`);
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout?.setEncoding('utf8').once('data', (text: string) => resolve(text.trim()));
    child.once('exit', (code) =>
      reject(new Error(`the ${kind} server ended with ${code} before it listened`)),
    );
  });
  return { process: child, url };
}

/** Processor time that a server has used, in microseconds. */
async function cpuUs({ process: child }: Child): Promise<number> {
  child.send('cpu');
  const [us] = (await once(child, 'message')) as [number];
  return us;
}

async function getText(url: string): Promise<string> {
  const response = await fetch(url, { headers: authorization });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${url}: ${response.status} ${text}`);
  return text;
}

/** The address of a page of 20 items that is near 12 KB, and its text. */
async function choosePage(base: string): Promise<{ url: string; text: string }> {
  const threads = JSON.parse(await getText(`${base}/chatkit/threads?limit=100`)) as {
    data: { id: string }[];
  };
  const pages = await Promise.all(
    threads.data.map(async ({ id }) => {
      const url = `${base}/chatkit/threads/${id}/items?limit=20&order=desc`;
      return { url, text: await getText(url) };
    }),
  );
  return pages.reduce((best, page) => (distance(page) < distance(best) ? page : best));
}

const distance = ({ text }: { text: string }): number => Math.abs(Buffer.byteLength(text) - 12_000);

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >>> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
};

async function bench(rounds: number, roundMs: number): Promise<number> {
  // A cold client is the slower half of the measurement for its first seconds.
  const warmUpMs = Math.min(3000, 3 * roundMs);
  const children: Child[] = [];
  const saturators: Saturator[] = [];
  try {
    const reference = await start('reference');
    children.push(reference);
    const { url, text } = await choosePage(reference.url);
    const bare = await start('bare', text);
    children.push(bare);
    const bodyBytes = Buffer.byteLength(text);
    const sides = [
      { name: 'reference deployment', child: reference, url },
      { name: 'bare node:http', child: bare, url: new URL(new URL(url).pathname, bare.url).href },
    ].map((side) => {
      const saturator = new Saturator({ url: side.url, headers: authorization, bodyBytes }, connections);
      saturators.push(saturator);
      return { ...side, saturator, rates: [] as number[], costsUs: [] as number[] };
    });

    process.stdout.write(
      `GET /chatkit/threads/{id}/items?limit=20: ${bodyBytes} bytes, all checks on, API key\n` +
        `${connections} connections, one request at a time each; ${rounds} rounds of ${roundMs / 1000} s in turn, after ${warmUpMs / 1000} s of warm-up each\n` +
        `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}\n\n`,
    );
    for (const { saturator } of sides) await saturator.run(warmUpMs);
    for (let round = 1; round <= rounds; round += 1) {
      for (const { child, saturator, rates, costsUs } of sides) {
        const beforeUs = await cpuUs(child);
        const { requests, requestsPerSecond } = await saturator.run(roundMs);
        rates.push(requestsPerSecond);
        costsUs.push(((await cpuUs(child)) - beforeUs) / requests);
      }
    }
    process.stdout.write(`${''.padEnd(22)} median      CPU each     rounds\n`);
    for (const { name, rates, costsUs } of sides) {
      const rate = `${Math.round(median(rates))} /s`.padStart(9);
      const cost = `${median(costsUs).toFixed(1)} µs`.padStart(9);
      process.stdout.write(`${name.padEnd(22)} ${rate}   ${cost}     ${rates.map(Math.round).join(' ')}\n`);
    }
    const [own, other] = sides.map(({ rates }) => rates);
    const ratio = median(own ?? []) / median(other ?? []);
    // A machine that is busy with something else shows here: its rounds disagree.
    const each = (own ?? []).map((rate, i) => (rate / (other?.[i] ?? Number.NaN)).toFixed(2));
    process.stdout.write(`ratio of the medians   ${ratio.toFixed(3)}   (round by round ${each.join(' ')})\n`);
    return ratio;
  } finally {
    await Promise.all(saturators.map((saturator) => saturator.close()));
    for (const child of children) child.process.kill();
  }
}

try {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '7' },
      'round-ms': { type: 'string', default: '2000' },
      require: { type: 'string' },
    },
  });
  const reader = new OptionReader();
  const rounds = reader.integer('--rounds', values.rounds, 1, 1000);
  const roundMs = reader.integer('--round-ms', values['round-ms'], 100, 60_000);
  const wanted = values.require === undefined ? 0 : reader.positive('--require', values.require);
  reader.check();
  const ratio = await bench(rounds, roundMs);
  if (!(ratio >= wanted)) {
    process.stderr.write(`the ratio is below ${wanted}\n`);
    process.exitCode = exitCodes.threshold;
  }
} catch (error) {
  if (!(error instanceof HarnessError) && !(error instanceof TypeError && 'code' in error)) throw error;
  process.stderr.write(
    `error: ${error.message}\nusage: bench-server [--rounds N] [--round-ms N] [--require RATIO]\n`,
  );
  process.exitCode = exitCodes.usage;
}
