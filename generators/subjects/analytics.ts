import { capitalize, groupThousands } from '../draw.ts';
import { bare } from '../template.ts';
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
import type { ListViewItemNode } from '../widgets/index.ts';
import { defineSubject } from './subject.ts';

const metrics = [
  { metric: 'sign-ups', table: 'signups', event: 'signed_up' },
  { metric: 'weekly active users', table: 'sessions', event: 'opened_app' },
  { metric: 'trial conversions', table: 'subscriptions', event: 'converted' },
  { metric: 'paid invoices', table: 'invoices', event: 'invoice_paid' },
  { metric: 'completed checkouts', table: 'checkouts', event: 'checkout_completed' },
] as const;
const directions = [
  { direction: 'up', sign: '+', tone: 'success' },
  { direction: 'down', sign: '-', tone: 'warning' },
] as const;
const allSegments = ['Mobile', 'Desktop', 'Tablet', 'Partners', 'Direct', 'Referral'] as const;
const allCampaigns = ['Spring sale', 'Newsletter', 'Partner offer', 'Search ads', 'Trade fair'] as const;

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const campaign = (name: string, began: string): ListViewItemNode =>
  listViewItem([col([text(name, { weight: 'semibold' }), caption(`began on ${began}`)])], {
    onClickAction: { type: 'campaign.open', payload: { name } },
  });

/** Somebody asks their data a question. */
export const analytics = defineSubject(
  'analytics',
  (draw) => {
    const { metric, table, event } = draw.pick(metrics);
    const { direction, sign, tone } = draw.pick(directions);
    const total = draw.int(2000, 90_000);
    return {
      metric,
      metricAsTitle: capitalize(metric),
      table,
      event,
      direction,
      sign,
      tone,
      region: draw.word('countries'),
      // More than the four that a follow-up looks at.
      weeks: draw.int(5, 12),
      change: draw.int(3, 48) / 2,
      company: draw.word('companies'),
      total,
      totalText: groupThousands(total),
      sheet: `${table}-${draw.isoDate(-7)}.xlsx`,
    };
  },
  (
    {
      metric,
      metricAsTitle,
      table,
      event,
      direction,
      sign,
      tone,
      region,
      weeks,
      change,
      company,
      totalText,
      sheet,
    },
    exchange,
  ) => ({
    titles: [
      `${metricAsTitle} in ${region}`,
      `Why are ${metric} ${direction}?`,
      `${metricAsTitle}, the last ${weeks} weeks`,
    ],
    lockedReasons: ['The figures are being restated.', 'Only the data team may continue this analysis.'],
    closedReasons: ['The report was delivered.', 'The question was answered.'],
    opening: exchange(
      (d, { total }) => {
        const [largest = 'Mobile', second = 'Desktop', third = 'Tablet'] = d.sample(allSegments, 3);
        // About two thirds, a fifth, and the rest: the parts make up the whole.
        const [count1, count2] = [Math.floor((total * 2) / 3), Math.floor(total / 5)];
        const count3 = total - count1 - count2;
        return {
          largest,
          second,
          third,
          count1,
          count2,
          count3,
          count1Text: groupThousands(count1),
          count2Text: groupThousands(count2),
          count3Text: groupThousands(count3),
          elapsed: d.int(80, 2400),
        };
      },
      ({ largest, second, third, elapsed, ...x }) => {
        const files = [{ name: sheet, mimeType: xlsx }];
        return {
          ask: [
            {
              text: `How did our ${metric} in ${region} develop over the last ${weeks} weeks, and why?`,
              files,
            },
            {
              text: `The board of ${company} wants to know why ${metric} went ${direction}. The export is attached; can you look at ${region}?`,
              files,
            },
          ],
          steps: [
            { heading: 'Load the export', summary: `${totalText} rows in ${sheet}.` },
            { heading: 'Group by week and segment', summary: `${weeks} weeks, 3 segments.` },
            { heading: 'Compare with the weeks before', summary: `${change}% ${direction} in ${region}.` },
            { heading: 'Look for the driver', summary: `${largest} explains most of it.` },
          ],
          tool: {
            name: 'run_query',
            arguments: {
              sql: `SELECT segment, COUNT(*) FROM ${table} WHERE country = $1 GROUP BY segment`,
              parameters: [region],
            },
            output: {
              rows: [
                { name: largest, count: bare(x.count1) },
                { name: second, count: bare(x.count2) },
                { name: third, count: bare(x.count3) },
              ],
              truncated: false,
              elapsed_ms: bare(elapsed),
            },
          },
          widget: card(
            [
              caption(`${metricAsTitle}, ${region}, ${weeks} weeks`),
              row([title(totalText, { size: '2xl' }), badge(`${sign}${change}%`, tone)]),
              divider(),
              labelled(largest, x.count1Text),
              labelled(second, x.count2Text),
              labelled(third, x.count3Text),
            ],
            { size: 'md' },
          ),
          answer: [
            `Over ${weeks} weeks, ${metric} in ${region} went ${direction} by ${change}%. Most of the change comes from ${largest}; the other segments stayed within their usual range.`,
            `There were ${totalText} ${metric} in ${region}, ${change}% ${direction} on the ${weeks} weeks before. ${largest} alone explains about two thirds of it.`,
          ],
          links: [`https://dashboards.example.com/${table}`],
        };
      },
    ),
    followUps: [
      exchange(
        (d, { total, weeks }) => {
          const spread = d.int(2, 9);
          // Each week has its share of the whole, within the spread that the story tells of.
          const counts = [0, 1, 2, 3].map(() =>
            Math.round((total / weeks) * (1 + d.int(-10 * spread, 10 * spread) / 1000)),
          );
          const highest = Math.max(...counts);
          const [count1 = 0, count2 = 0, count3 = 0, count4 = 0] = counts;
          const width = (count: number) => `${Math.round((count / highest) * 100)}%`;
          return {
            count1,
            count1Text: groupThousands(count1),
            width1: width(count1),
            count2,
            count2Text: groupThousands(count2),
            width2: width(count2),
            count3,
            count3Text: groupThousands(count3),
            width3: width(count3),
            count4,
            count4Text: groupThousands(count4),
            width4: width(count4),
            spread,
            p: d.int(1, 9),
          };
        },
        ({ spread, p, ...x }) => {
          const rows = [
            { count: x.count1, countText: x.count1Text, width: x.width1 },
            { count: x.count2, countText: x.count2Text, width: x.width2 },
            { count: x.count3, countText: x.count3Text, width: x.width3 },
            { count: x.count4, countText: x.count4Text, width: x.width4 },
          ];
          return {
            ask: ['Is that difference significant, or just noise?', `Could ${change}% be chance?`],
            steps: [
              { heading: 'Estimate the weekly spread', summary: `About ${spread}% from week to week.` },
              { heading: 'Run a permutation test', summary: `p = 0.0${p} after 10,000 shuffles.` },
            ],
            tool: {
              name: 'run_query',
              arguments: {
                sql: `SELECT weeks_ago, COUNT(*) FROM ${table} WHERE country = $1 AND weeks_ago <= 4 GROUP BY weeks_ago`,
                parameters: [region],
              },
              output: { rows: rows.map(({ count }, at) => ({ weeks_ago: at + 1, count: bare(count) })) },
            },
            widget: basic(
              rows.map(({ countText, width }, at) =>
                row(
                  [
                    caption(at === 0 ? 'Last week' : `${at + 1} weeks ago`),
                    box([], {
                      width,
                      height: 12,
                      background: { light: '#2563eb', dark: '#60a5fa' },
                      radius: 'full',
                    }),
                    text(countText, { size: 'sm', textAlign: 'end' }),
                  ],
                  { align: 'center', gap: 2 },
                ),
              ),
              { theme: 'light', padding: { x: 4, y: 2 }, gap: 1 },
            ),
            answer: [
              `It is unlikely to be noise. Shuffling the weeks 10,000 times gave a change as large as this in fewer than ten of a hundred cases; I would trust the direction, less so the exact ${change}%.`,
            ],
          };
        },
      ),
      exchange(
        (d) => ({ start: groupThousands(d.int(200, 1500)), other: d.word('countries'), within: d.int(1, 3) }),
        ({ start, other, within }) => ({
          ask: [
            {
              text: 'Here is the chart from our last report. Why does it look different?',
              files: [{ name: `${table}-${weeks}-weeks.png`, mimeType: 'image/png' }],
            },
          ],
          steps: [
            { heading: 'Read the chart', summary: `Its axis starts at ${start}, not at 0.` },
            { heading: 'Recompute with the same filter', summary: `The report counted only ${other}.` },
          ],
          answer: [
            `Two reasons: the axis of your chart doesn't start at zero, so the change looks steeper, and it leaves out test accounts. With the same filter both agree to within ${within}%.`,
          ],
        }),
      ),
      exchange(
        (d) => {
          const [first = 'Newsletter', second = 'Spring sale', third = 'Trade fair'] = d.sample(
            allCampaigns,
            3,
          );
          const began = () => d.isoDate(-d.int(7, 60));
          return { first, firstBegan: began(), second, secondBegan: began(), third, thirdBegan: began() };
        },
        ({ first, firstBegan, second, secondBegan, third, thirdBegan }) => {
          return {
            ask: ['Which campaigns ran in that time?'],
            steps: [
              { heading: 'Look up campaigns', summary: `${first}, ${second}, ${third}` },
              { heading: 'Match them with the weeks', summary: `${first} overlaps best.` },
            ],
            widget: listView(
              [campaign(first, firstBegan), campaign(second, secondBegan), campaign(third, thirdBegan)],
              { limit: 'auto' },
            ),
            answer: [
              `Three did: ${first}, ${second}, ${third}. ${first} is the only one whose start fits the change in ${metric}.`,
            ],
          };
        },
      ),
      exchange(
        (d, { total, weeks: past }) => ({
          trained: d.int(52, 156),
          off: d.int(4, 12),
          low: groupThousands(Math.floor(total * 0.9)),
          high: groupThousands(Math.floor(total * 1.2)),
          longer: past * 2,
        }),
        ({ trained, off, low, high, longer }) => ({
          ask: [`Can you forecast ${metric} for the next ${weeks} weeks?`],
          steps: [
            { heading: 'Fit a seasonal model', summary: `Trained on ${trained} weeks.` },
            { heading: 'Check it on held-out weeks', summary: `Off by ${off}% on average.` },
          ],
          widget: card(
            [
              title('Forecast', { size: 'sm' }),
              textTable([
                ['Case', metricAsTitle],
                ['Low', low],
                ['High', high],
              ]),
              select(
                'horizon',
                [weeks, longer].map((count) => ({ value: count, label: `${count} weeks` })),
                {
                  defaultValue: weeks,
                  onChangeAction: { type: 'forecast.horizon', payload: { metric: event } },
                  variant: 'outline',
                },
              ),
            ],
            { size: 'lg' },
          ),
          answer: [
            `I expect between ${low} and ${high}. The range is wide because the last ${weeks} weeks were unusual; treat it as a plan, not a promise.`,
          ],
          links: ['https://docs.example.org/forecasting'],
        }),
      ),
      exchange(
        (d) => ({ words: d.int(30, 48), again: d.int(2, 6) }),
        ({ words, again }) => ({
          ask: ['Please write two sentences for the board.'],
          steps: [
            { heading: 'Pick the message', summary: `The change and its driver in ${region}.` },
            { heading: 'Shorten it', summary: `${words} words.` },
          ],
          widget: card([
            title('For the board', { size: 'sm' }),
            text(`${metricAsTitle} in ${region} went ${direction} by ${change}% over ${weeks} weeks.`),
            button('Copy', { type: 'text.copy', payload: { metric: event } }, { variant: 'soft' }),
          ]),
          answer: [
            `"In ${region}, ${metric} went ${direction} by ${change}% over the last ${weeks} weeks. We know the driver and will report on it again in ${again} weeks."`,
          ],
        }),
      ),
    ],
  }),
);
