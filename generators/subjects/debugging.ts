import { urlSlug } from '../draw.ts';
import { bare } from '../template.ts';
import {
  badge,
  button,
  caption,
  card,
  checkbox,
  divider,
  icon,
  labelled,
  markdown,
  row,
  text,
  textTable,
  title,
  transition,
} from '../widgets/index.ts';
import { defineSubject } from './subject.ts';

const failures = [
  {
    error: 'TypeError: Cannot read properties of undefined',
    cause: 'the cache returns nothing right after a deploy',
  },
  { error: 'ECONNRESET', cause: 'the upstream closes idle connections after 60 seconds' },
  { error: 'deadlock detected', cause: 'two jobs take the same two rows in opposite order' },
  { error: 'certificate has expired', cause: 'the renewal job lost its permission to write the new file' },
  { error: 'JavaScript heap out of memory', cause: 'every request adds a listener that is never removed' },
] as const;

/** A developer hunts a fault in a service. */
export const debugging = defineSubject(
  'debugging',
  (draw) => {
    const service = `${draw.word('columns').toLowerCase()}-${draw.pick(['api', 'worker', 'gateway', 'sync'])}`;
    const { error, cause } = draw.pick(failures);
    return {
      service,
      serviceSlug: urlSlug(service),
      error,
      cause,
      version: `${draw.int(1, 9)}.${draw.int(0, 30)}.${draw.int(0, 12)}`,
      rate: draw.int(2, 38),
      module: draw.word('technologies'),
      log: `${service}-${draw.isoDate(0)}.log`,
    };
  },
  ({ service, serviceSlug, error, cause, version, rate, module, log }, exchange) => ({
    titles: [`${service}: ${error}`, `Errors in ${service} since ${version}`, `Why does ${service} fail?`],
    lockedReasons: ['Handed over to the on-call engineer.', 'Contains production logs; kept for the review.'],
    closedReasons: ['Fixed and deployed.', 'Duplicate of an earlier report.'],
    opening: exchange(
      (d) => ({
        lines: d.int(200, 9000),
        hits: d.int(12, 180),
        since: d.isoDate(-1),
        at: d.clockTime(0, 23),
      }),
      ({ lines, hits, since, at }) => {
        const files = [{ name: log, mimeType: 'text/plain' }];
        return {
          ask: [
            {
              text: `Since we deployed ${service} ${version}, about ${rate}% of requests fail with "${error}". The log is attached. Where do I start?`,
              files,
            },
            {
              text: `${service} throws "${error}" a few minutes after every start. I attached the log of version ${version}; what is going on?`,
              files,
            },
          ],
          steps: [
            { heading: 'Read the log', summary: `${lines} lines, ${hits} of them with "${error}".` },
            {
              heading: 'Compare with the last good version',
              summary: `The ${module} changed in ${version}.`,
            },
            { heading: 'Form a hypothesis', summary: `Most likely ${cause}.` },
          ],
          tool: {
            name: 'search_logs',
            arguments: { service, query: error, since, limit: 50 },
            output: { matches: bare(hits), first_seen: `${since}T${at}:00Z`, version },
          },
          widget: card(
            [
              row([title(service, { size: 'sm' }), badge(`${rate}% failing`, 'danger')], {
                justify: 'between',
              }),
              markdown(`\`${error}\``),
              divider(),
              labelled('First seen in', version),
              labelled('Matches', hits),
              button('Open the log', { type: 'log.open', payload: { name: log } }, { variant: 'outline' }),
            ],
            { size: 'md', status: { text: 'Investigating', icon: 'bug' } },
          ),
          answer: [
            `The errors begin with ${version}, and they come in bursts. The likely cause: ${cause}. To prove it, restart one instance of ${service} and watch whether the failures stop there first.`,
            `I see ${hits} occurrences of "${error}", all from the ${module}. My best guess is that ${cause}. Rolling back to the version before ${version} should stop it while we look.`,
          ],
          links: [`https://docs.example.com/${serviceSlug}/runbook`],
        };
      },
    ),
    followUps: [
      exchange(
        (d) => ({
          settings: d.int(2, 11),
          lines: d.int(8, 40),
          failed: d.int(1, 4),
          passed: d.int(40, 400),
          inFlight: d.int(20, 200),
        }),
        ({ settings, lines, failed, passed, inFlight }) => ({
          ask: [
            'How can I reproduce this on my machine?',
            `It works locally. What is different in production for ${service}?`,
          ],
          steps: [
            { heading: 'Compare configurations', summary: `${settings} settings differ.` },
            { heading: 'Reduce to a small case', summary: `${lines} lines are enough.` },
          ],
          tool: {
            name: 'run_in_terminal',
            arguments: { command: `npm test -- ${service}`, timeout_ms: 30_000 },
            output: { exit_code: 1, failed: bare(failed), passed: bare(passed) },
          },
          answer: [
            `Run it with production's settings and ${inFlight} requests in flight. Under that load it fails within a minute here, which fits: ${cause}.`,
          ],
        }),
      ),
      exchange(
        (d) => ({ megabytes: d.int(300, 1900) }),
        ({ megabytes }) => ({
          ask: [
            {
              text: 'I took a screenshot of the memory graph. Is that normal?',
              files: [{ name: `${service}-heap.png`, mimeType: 'image/png' }],
            },
          ],
          steps: [
            { heading: 'Read the graph', summary: `Climbs to ${megabytes} MB, then drops.` },
            { heading: 'Line it up with the deploys', summary: 'Every drop is a restart.' },
          ],
          answer: [
            `No. The line climbs to ${megabytes} MB and only falls when the process restarts. Take two heap snapshots ten minutes apart and compare what grew.`,
          ],
        }),
      ),
      exchange(
        (d) => ({ line: d.int(20, 400), added: d.int(3, 18), removed: d.int(1, 9) }),
        ({ line, added, removed }) => ({
          ask: ['Can you suggest a fix?'],
          steps: [
            { heading: 'Find the place', summary: `src/${module}/index.ts, line ${line}.` },
            { heading: 'Write the change', summary: `${added} lines added, ${removed} removed.` },
            { heading: 'Run the tests', summary: 'All pass.' },
          ],
          widget: card([
            title('Proposed change', { size: 'sm' }),
            caption(`src/${module}/index.ts`),
            text(`Guards against the case that ${cause}.`),
            button('Apply', { type: 'patch.apply', payload: { service } }, { style: 'primary' }),
          ]),
          answer: [
            `Yes: handle the case at the edge of the ${module} and fail early with a clear message. Add a test that holds exactly this: ${cause}.`,
          ],
          links: ['https://docs.example.com/guides/failing-early'],
        }),
      ),
      exchange(
        (d) => {
          const [first = 'a', second = 'b', third = 'c'] = d.distinct(3, () =>
            d.word('columns').toLowerCase(),
          );
          return { old: `${first}-batch`, second: `${second}-api`, third: `${third}-api` };
        },
        ({ old, second, third }) => ({
          ask: [`Who else calls ${service}? I don't want to break them.`],
          steps: [
            { heading: 'Search for callers', summary: '3 services call it.' },
            { heading: 'Check their versions', summary: 'One still uses the old client.' },
          ],
          widget: card(
            [
              title(`Callers of ${service}`, { size: 'sm' }),
              textTable([
                ['Service', 'Client'],
                [old, 'old'],
                [second, 'shared'],
                [third, 'shared'],
              ]),
            ],
            { size: 'full' },
          ),
          answer: [
            `3 services do, most of them through the shared client. One of them, ${old}, still pins the old version, so announce the change first.`,
          ],
        }),
      ),
      exchange(
        (d) => ({ after: `0.${d.int(1, 9)}%` }),
        ({ after }) => ({
          ask: [`We rolled ${service} back and the errors went down. What now?`],
          steps: [
            { heading: 'Check the error rate', summary: `Down from ${rate}% to ${after}.` },
            { heading: 'List what is left to do', summary: 'A test, an alert and a note for the review.' },
          ],
          widget: card(
            [
              transition(
                row([
                  icon('check-circle', { color: { light: '#15803d', dark: '#4ade80' }, size: 'lg' }),
                  text(`${after} failing`, { weight: 'semibold' }),
                  text(`${rate}%`, { lineThrough: true, color: 'secondary' }),
                ]),
              ),
              divider(),
              checkbox('test', 'A regression test'),
              checkbox('alert', 'An alert on the error'),
              checkbox('timeline', 'The timeline of the fault'),
            ],
            { status: { text: 'Recovering', icon: 'reload' }, theme: 'dark' },
          ),
          answer: [
            `Good, that confirms it. Before you deploy again: add a regression test, put an alert on "${error}", and write down the timeline while it is fresh.`,
          ],
        }),
      ),
    ],
  }),
);
