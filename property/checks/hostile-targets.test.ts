import { expect, it } from 'vitest';
import { systemClock } from '../../support/clock.ts';
import { createHttpTransport, defaultBounds, runChecks } from './index.ts';
import type { ChecksReport } from './index.ts';
import { hostileDeeds, listenHostile } from './testing/hostile-target.ts';
import type { HostileDeed } from './testing/hostile-target.ts';

async function checkHostile(deed: HostileDeed, names?: readonly string[]): Promise<ChecksReport> {
  const target = await listenHostile(deed);
  const transport = createHttpTransport({
    ...defaultBounds,
    timeoutMs: 250,
    baseUrl: new URL(target.url),
    clock: systemClock,
    proxied: false,
  });
  try {
    return await runChecks({
      transport,
      clock: systemClock,
      signal: new AbortController().signal,
      baseUrl: target.url,
      apiKey: 'sk-test',
      workflow: 'wf_1',
      seed: 1,
      runs: 2,
      ...(names === undefined ? {} : { names }),
      deletable: true,
      isOwn: false,
      sharesClock: false,
      budget: 2000,
      deadlineMs: 15_000,
    });
  } finally {
    await transport.close();
    await target.close();
  }
}

/** What each is found by. */
const findings: Record<HostileDeed, readonly [check: string, received: RegExp]> = {
  hang: ['every_request_is_answered_in_time', /^timeout: no whole answer came in time/],
  drips: ['every_request_is_answered_in_time', /^timeout: /],
  hangs_up: ['every_answer_arrives_whole', /^reset: .* \(UND_ERR_SOCKET, /],
  resets: ['every_answer_arrives_whole', /^reset: .* \(ECONNRESET, /],
  stops_in_the_middle: ['every_answer_arrives_whole', /^truncated: /],
  no_http: ['every_answer_is_http', /^not_http: what came is not HTTP/],
  not_gzip: ['every_answer_is_http', /^bad_encoding: .* \(Z_DATA_ERROR, /],
  redirects_for_ever: [
    'no_answer_redirects',
    /^a redirect \(status 302\) to "\/v1\/chatkit\/threads\?limit=100\/x"$/,
  ],
  endless_body: ['every_answer_is_bounded', /^body_too_large: /],
  endless_headers: ['every_answer_is_bounded', /^headers_too_large: /],
  endless_interim_answers: ['every_answer_is_bounded', /^interim_flood: /],
  gzip_bomb: ['every_answer_is_bounded', /^decompression_bomb: .* \(ERR_BUFFER_TOO_LARGE, /],
  pages_without_end: ['every_list_ends', /^5000 entries, and has_more true$/],
  deep_json: ['thread_list_is_of_the_contract', /./],
  odd_json: ['thread_list_is_of_the_contract', /./],
  null_json: ['thread_list_is_of_the_contract', /./],
  server_errors: ['no_request_fails_in_the_server', /^status 503$/],
};

it.each(Object.keys(hostileDeeds) as HostileDeed[])(
  '%s ends in bounded time and memory, with a finding',
  { timeout: 30_000 },
  async (deed) => {
    const [check, received] = findings[deed];
    const before = process.memoryUsage().rss;
    const startMs = performance.now();
    const report = await checkHostile(deed);
    expect(report.unusable).toBeUndefined();
    const finding = report.results.find((result) => result.check.name === check);
    expect([finding?.outcome, finding?.received]).toEqual(['refuted', expect.stringMatching(received)]);
    expect(performance.now() - startMs).toBeLessThan(20_000);
    // A body is read up to 16 MiB, and a few may be held at once.
    expect(process.memoryUsage().rss - before).toBeLessThan(400 * 1024 * 1024);
  },
);

it('leaves a target alone that never answers: three requests, and nothing else is tried', async () => {
  const report = await checkHostile('hang');
  expect([report.requests, report.end]).toEqual([3, 'unanswered']);
  const others = report.results.filter(({ outcome }) => outcome === 'holds').map(({ check }) => check.group);
  expect(new Set(others)).toEqual(new Set(['traffic']));
});
