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
import type { Subject } from './subject.ts';

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
export const debugging: Subject = {
  name: 'debugging',
  begin(draw) {
    const service = `${draw.word('columns').toLowerCase()}-${draw.pick(['api', 'worker', 'gateway', 'sync'])}`;
    const { error, cause } = draw.pick(failures);
    const version = `${draw.int(1, 9)}.${draw.int(0, 30)}.${draw.int(0, 12)}`;
    const rate = draw.int(2, 38);
    const module = draw.word('technologies');
    const log = `${service}-${draw.isoDate(0)}.log`;

    return {
      title: draw.pick([
        `${service}: ${error}`,
        `Errors in ${service} since ${version}`,
        `Why does ${service} fail?`,
      ]),
      lockedReasons: [
        'Handed over to the on-call engineer.',
        'Contains production logs; kept for the review.',
      ],
      closedReasons: ['Fixed and deployed.', 'Duplicate of an earlier report.'],
      opening(d) {
        const lines = d.int(200, 9000);
        const hits = d.int(12, 180);
        return {
          ask: d.pick([
            `Since we deployed ${service} ${version}, about ${rate}% of requests fail with "${error}". The log is attached. Where do I start?`,
            `${service} throws "${error}" a few minutes after every start. I attached the log of version ${version}; what is going on?`,
          ]),
          files: [{ name: log, mimeType: 'text/plain' }],
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
            arguments: { service, query: error, since: d.isoDate(-1), limit: 50 },
            output: { matches: hits, first_seen: `${d.isoDate(-1)}T${d.clockTime(0, 23)}:00Z`, version },
          },
          widget: () =>
            card(
              [
                row([title(service, { size: 'sm' }), badge(`${rate}% failing`, 'danger')], {
                  justify: 'between',
                }),
                markdown(`\`${error}\``),
                divider(),
                labelled('First seen in', version),
                labelled('Matches', String(hits)),
                button('Open the log', { type: 'log.open', payload: { name: log } }, { variant: 'outline' }),
              ],
              { size: 'md', status: { text: 'Investigating', icon: 'bug' } },
            ),
          answer: d.pick([
            `The errors begin with ${version}, and they come in bursts. The likely cause: ${cause}. To prove it, restart one instance of ${service} and watch whether the failures stop there first.`,
            `I see ${hits} occurrences of "${error}", all from the ${module}. My best guess is that ${cause}. Rolling back to the version before ${version} should stop it while we look.`,
          ]),
          links: [`https://docs.example.com/${encodeURIComponent(service)}/runbook`],
        };
      },
      followUps: [
        (d) => ({
          ask: d.pick([
            'How can I reproduce this on my machine?',
            `It works locally. What is different in production for ${service}?`,
          ]),
          steps: [
            { heading: 'Compare configurations', summary: `${d.int(2, 11)} settings differ.` },
            { heading: 'Reduce to a small case', summary: `${d.int(8, 40)} lines are enough.` },
          ],
          tool: {
            name: 'run_in_terminal',
            arguments: { command: `npm test -- ${service}`, timeout_ms: 30_000 },
            output: { exit_code: 1, failed: d.int(1, 4), passed: d.int(40, 400) },
          },
          answer: `Run it with production's settings and ${d.int(20, 200)} requests in flight. Under that load it fails within a minute here, which fits: ${cause}.`,
        }),
        (d) => {
          const file = `${service}-heap.png`;
          const megabytes = d.int(300, 1900);
          return {
            ask: 'I took a screenshot of the memory graph. Is that normal?',
            files: [{ name: file, mimeType: 'image/png' }],
            steps: [
              { heading: 'Read the graph', summary: `Climbs to ${megabytes} MB, then drops.` },
              { heading: 'Line it up with the deploys', summary: 'Every drop is a restart.' },
            ],
            answer: `No. The line climbs to ${megabytes} MB and only falls when the process restarts. Take two heap snapshots ten minutes apart and compare what grew.`,
          };
        },
        (d) => ({
          ask: 'Can you suggest a fix?',
          steps: [
            { heading: 'Find the place', summary: `src/${module}/index.ts, line ${d.int(20, 400)}.` },
            { heading: 'Write the change', summary: `${d.int(3, 18)} lines added, ${d.int(1, 9)} removed.` },
            { heading: 'Run the tests', summary: 'All pass.' },
          ],
          widget: () =>
            card([
              title('Proposed change', { size: 'sm' }),
              caption(`src/${module}/index.ts`),
              text(`Guards against the case that ${cause}.`),
              button('Apply', { type: 'patch.apply', payload: { service } }, { style: 'primary' }),
            ]),
          answer: `Yes: handle the case at the edge of the ${module} and fail early with a clear message. Add a test that holds exactly this: ${cause}.`,
          links: ['https://docs.example.com/guides/failing-early'],
        }),
        (d) => {
          const callers = d.distinct(3, () => d.word('columns').toLowerCase());
          const old = `${callers[0]}-batch`;
          return {
            ask: `Who else calls ${service}? I don't want to break them.`,
            steps: [
              { heading: 'Search for callers', summary: `${callers.length} services call it.` },
              { heading: 'Check their versions', summary: 'One still uses the old client.' },
            ],
            widget: () =>
              card(
                [
                  title(`Callers of ${service}`, { size: 'sm' }),
                  textTable([
                    ['Service', 'Client'],
                    [old, 'old'],
                    ...callers.slice(1).map((name) => [`${name}-api`, 'shared']),
                  ]),
                ],
                { size: 'full' },
              ),
            answer: `${callers.length} services do, most of them through the shared client. One of them, ${old}, still pins the old version, so announce the change first.`,
          };
        },
        (d) => {
          const after = `0.${d.int(1, 9)}%`;
          return {
            ask: `We rolled ${service} back and the errors went down. What now?`,
            steps: [
              { heading: 'Check the error rate', summary: `Down from ${rate}% to ${after}.` },
              { heading: 'List what is left to do', summary: 'A test, an alert and a note for the review.' },
            ],
            widget: () =>
              card(
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
            answer: `Good, that confirms it. Before you deploy again: add a regression test, put an alert on "${error}", and write down the timeline while it is fresh.`,
          };
        },
      ],
    };
  },
};
