import { capitalize, groupThousands } from '../draw.ts';
import {
  badge,
  basic,
  box,
  button,
  caption,
  card,
  col,
  divider,
  labelled,
  listView,
  listViewItem,
  row,
  select,
  text,
  textTable,
  title,
} from '../widgets/index.ts';
import type { Subject } from './subject.ts';

const metrics = [
  { name: 'sign-ups', table: 'signups', event: 'signed_up' },
  { name: 'weekly active users', table: 'sessions', event: 'opened_app' },
  { name: 'trial conversions', table: 'subscriptions', event: 'converted' },
  { name: 'support tickets', table: 'tickets', event: 'ticket_opened' },
  { name: 'abandoned carts', table: 'carts', event: 'cart_abandoned' },
] as const;

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Somebody asks their data a question. */
export const analytics: Subject = {
  name: 'analytics',
  begin(draw) {
    const metric = draw.pick(metrics);
    const region = draw.word('countries');
    const weeks = draw.int(4, 12);
    const change = draw.int(3, 48) / 2;
    const rises = draw.chance(0.5);
    const direction = rises ? 'up' : 'down';
    const company = draw.word('companies');
    const total = draw.int(2000, 90_000);
    const sheet = `${metric.table}-${draw.isoDate(-7)}.xlsx`;

    return {
      title: draw.pick([
        `${capitalize(metric.name)} in ${region}`,
        `Why are ${metric.name} ${direction}?`,
        `${capitalize(metric.name)}, the last ${weeks} weeks`,
      ]),
      lockedReasons: ['The figures are being restated.', 'Only the data team may continue this analysis.'],
      closedReasons: ['The report was delivered.', 'The question was answered.'],
      opening(d) {
        const segments = d
          .sample(['Mobile', 'Desktop', 'Tablet', 'Partners', 'Direct', 'Referral'], 3)
          .map((name, i) => ({ name, count: Math.floor(total / (i + 2)) }));
        const largest = segments[0]?.name ?? 'Mobile';
        return {
          ask: d.pick([
            `How did our ${metric.name} in ${region} develop over the last ${weeks} weeks, and why?`,
            `The board of ${company} wants to know why ${metric.name} went ${direction}. The export is attached; can you look at ${region}?`,
          ]),
          files: [{ name: sheet, mimeType: xlsx }],
          steps: [
            { heading: 'Load the export', summary: `${groupThousands(total)} rows in ${sheet}.` },
            { heading: 'Group by week and segment', summary: `${weeks} weeks, ${segments.length} segments.` },
            { heading: 'Compare with the weeks before', summary: `${change}% ${direction} in ${region}.` },
            { heading: 'Look for the driver', summary: `${largest} explains most of it.` },
          ],
          tool: {
            name: 'run_query',
            arguments: {
              sql: `SELECT segment, COUNT(*) FROM ${metric.table} WHERE country = $1 GROUP BY segment`,
              parameters: [region],
            },
            output: { rows: segments, truncated: false, elapsed_ms: d.int(80, 2400) },
          },
          widget: () =>
            card(
              [
                caption(`${capitalize(metric.name)}, ${region}, ${weeks} weeks`),
                row([
                  title(groupThousands(total), { size: '2xl' }),
                  badge(`${rises ? '+' : '-'}${change}%`, rises ? 'success' : 'warning'),
                ]),
                divider(),
                ...segments.map(({ name, count }) => labelled(name, groupThousands(count))),
              ],
              { size: 'md' },
            ),
          answer: d.pick([
            `Over ${weeks} weeks, ${metric.name} in ${region} went ${direction} by ${change}%. Most of the change comes from ${largest}; the other segments stayed within their usual range.`,
            `There were ${groupThousands(total)} ${metric.name} in ${region}, ${change}% ${direction} on the ${weeks} weeks before. ${largest} alone explains about two thirds of it.`,
          ]),
          links: [`https://dashboards.example.com/${metric.table}`],
        };
      },
      followUps: [
        (d) => {
          const counts = Array.from({ length: 4 }, () => d.int(200, 9000));
          const highest = Math.max(...counts);
          return {
            ask: d.pick(['Is that difference significant, or just noise?', `Could ${change}% be chance?`]),
            steps: [
              { heading: 'Estimate the weekly spread', summary: `About ${d.int(2, 9)}% from week to week.` },
              { heading: 'Run a permutation test', summary: `p = 0.0${d.int(1, 9)} after 10,000 shuffles.` },
            ],
            tool: {
              name: 'run_query',
              arguments: { sql: `SELECT week, COUNT(*) FROM ${metric.table} GROUP BY week`, parameters: [] },
              output: { rows: counts.map((count, i) => ({ week: i + 1, count })) },
            },
            widget: () =>
              basic(
                counts.map((count, i) =>
                  row(
                    [
                      caption(`Week ${i + 1}`),
                      box([], {
                        width: `${Math.round((count / highest) * 100)}%`,
                        height: 12,
                        background: { light: '#2563eb', dark: '#60a5fa' },
                        radius: 'full',
                      }),
                      text(groupThousands(count), { size: 'sm', textAlign: 'end' }),
                    ],
                    { align: 'center', gap: 2 },
                  ),
                ),
                { theme: 'light', padding: { x: 4, y: 2 }, gap: 1 },
              ),
            answer: `It is unlikely to be noise. Shuffling the weeks 10,000 times gave a change as large as this in fewer than ten of a hundred cases; I would trust the direction, less so the exact ${change}%.`,
          };
        },
        (d) => {
          const chart = `${metric.table}-${weeks}-weeks.png`;
          return {
            ask: 'Here is the chart from our last report. Why does it look different?',
            files: [{ name: chart, mimeType: 'image/png' }],
            steps: [
              {
                heading: 'Read the chart',
                summary: `Its axis starts at ${groupThousands(d.int(200, 1500))}, not at 0.`,
              },
              {
                heading: 'Recompute with the same filter',
                summary: `The report counted only ${d.word('countries')}.`,
              },
            ],
            answer: `Two reasons: the axis of your chart doesn't start at zero, so the change looks steeper, and it leaves out test accounts. With the same filter both agree to within ${d.int(1, 3)}%.`,
          };
        },
        (d) => {
          const campaigns = d.sample(
            ['Spring sale', 'Newsletter', 'Partner offer', 'Search ads', 'Trade fair'],
            3,
          );
          return {
            ask: 'Which campaigns ran in that time?',
            steps: [
              { heading: 'Look up campaigns', summary: campaigns.join(', ') },
              { heading: 'Match them with the weeks', summary: `${campaigns[0]} overlaps best.` },
            ],
            widget: () =>
              listView(
                campaigns.map((name) =>
                  listViewItem(
                    [
                      col([
                        text(name, { weight: 'semibold' }),
                        caption(`began on ${d.isoDate(-d.int(7, 60))}`),
                      ]),
                    ],
                    { onClickAction: { type: 'campaign.open', payload: { name } } },
                  ),
                ),
                { limit: 'auto' },
              ),
            answer: `Three did: ${campaigns.join(', ')}. ${campaigns[0]} is the only one whose start fits the change in ${metric.name}.`,
          };
        },
        (d) => ({
          ask: `Can you forecast ${metric.name} for the next ${weeks} weeks?`,
          steps: [
            { heading: 'Fit a seasonal model', summary: `Trained on ${d.int(52, 156)} weeks.` },
            { heading: 'Check it on held-out weeks', summary: `Off by ${d.int(4, 12)}% on average.` },
          ],
          widget: () =>
            card(
              [
                title('Forecast', { size: 'sm' }),
                textTable([
                  ['Case', capitalize(metric.name)],
                  ['Low', groupThousands(Math.floor(total * 0.9))],
                  ['High', groupThousands(Math.floor(total * 1.2))],
                ]),
                select(
                  'horizon',
                  [weeks, weeks * 2].map((count) => ({ value: String(count), label: `${count} weeks` })),
                  {
                    defaultValue: String(weeks),
                    onChangeAction: { type: 'forecast.horizon', payload: { metric: metric.event } },
                    variant: 'outline',
                  },
                ),
              ],
              { size: 'lg' },
            ),
          answer: `I expect between ${groupThousands(Math.floor(total * 0.9))} and ${groupThousands(Math.floor(total * 1.2))}. The range is wide because the last ${weeks} weeks were unusual; treat it as a plan, not a promise.`,
          links: ['https://docs.example.org/forecasting'],
        }),
        (d) => ({
          ask: 'Please write two sentences for the board.',
          steps: [
            { heading: 'Pick the message', summary: `The change and its driver in ${region}.` },
            { heading: 'Shorten it', summary: `${d.int(30, 48)} words.` },
          ],
          widget: () =>
            card([
              title('For the board', { size: 'sm' }),
              text(
                `${capitalize(metric.name)} in ${region} went ${direction} by ${change}% over ${weeks} weeks.`,
              ),
              button('Copy', { type: 'text.copy', payload: { metric: metric.event } }, { variant: 'soft' }),
            ]),
          answer: `"In ${region}, ${metric.name} went ${direction} by ${change}% over the last ${weeks} weeks. We know the driver and will report on it again in ${d.int(2, 6)} weeks."`,
        }),
      ],
    };
  },
};
