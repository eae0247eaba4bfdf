import { capitalize, slug } from '../draw.ts';
import { bare } from '../template.ts';
import {
  badge,
  button,
  caption,
  card,
  checkbox,
  col,
  datePicker,
  divider,
  field,
  input,
  labelled,
  listView,
  listViewItem,
  row,
  text,
  textarea,
  title,
} from '../widgets/index.ts';
import type { ListViewItemNode } from '../widgets/index.ts';
import { defineSubject } from './subject.ts';

const requests = [
  { kind: 'parental leave', days: 60, form: 'parental-leave-form' },
  { kind: 'annual leave', days: 10, form: 'leave-request' },
  { kind: 'a sabbatical', days: 90, form: 'sabbatical-request' },
  { kind: 'study leave', days: 5, form: 'study-leave-request' },
] as const;

const away = (name: string, back: string): ListViewItemNode =>
  listViewItem([col([text(name), caption(`back on ${back}`)])]);

/** An employee asks the people team. */
export const people = defineSubject(
  'people',
  (draw) => {
    const { kind, days, form } = draw.pick(requests);
    const firstDay = draw.int(20, 120);
    return {
      kind,
      kindAsTitle: capitalize(kind.replace(/^an? /, '')),
      days,
      form,
      manager: draw.fullName(),
      company: draw.word('companies'),
      job: draw.word('jobTitles'),
      firstDay,
      begins: draw.dayInWords(firstDay),
      beginsOn: draw.isoDate(firstDay),
      left: draw.int(days, days + 15),
      office: draw.word('cities'),
    };
  },
  ({ kind, kindAsTitle, days, form, manager, company, job, begins, beginsOn, left, office }, exchange) => ({
    titles: [`Taking ${kind}`, `Question about ${kind}`, `${kindAsTitle} from ${begins}`],
    lockedReasons: ['Moved to a confidential case.', 'Waiting for a decision of the works council.'],
    closedReasons: ['The request was approved.', 'The employee withdrew the request.'],
    opening: exchange(
      (d) => ({ pending: d.int(0, 2) }),
      ({ pending }) => {
        const how = `Hello! I work as ${job} at ${company} in ${office} and would like to take ${kind} from ${begins}. How do I go about it?`;
        return {
          ask: [
            how,
            `I'd like to apply for ${kind}, ${days} days from ${begins}. Do I have enough left, and who approves it?`,
            { text: how, files: [{ name: `${form}.pdf`, mimeType: 'application/pdf' }] },
          ],
          steps: [
            { heading: 'Look up your balance', summary: `${left} days are left.` },
            { heading: 'Read the policy', summary: `${company} asks for four weeks' notice.` },
            { heading: 'Find who approves', summary: `${manager} is your manager.` },
          ],
          tool: {
            name: 'get_leave_balance',
            arguments: { kind, as_of: beginsOn },
            output: { days_left: bare(left), pending_requests: bare(pending), approver: manager },
          },
          widget: card(
            [
              row([title(`Request ${kind}`, { size: 'sm' }), badge('Draft', 'secondary')]),
              divider(),
              labelled('First day', beginsOn),
              labelled('Days', days),
              labelled('Approver', manager),
            ],
            {
              confirm: {
                label: 'Send to my manager',
                action: { type: 'leave.submit', payload: { from: beginsOn } },
              },
              cancel: { label: 'Not yet', action: { type: 'leave.discard' } },
            },
          ),
          answer: [
            `You have ${left} days left, so ${days} days from ${begins} are fine. ${manager} approves the request; please send it at least four weeks ahead.`,
            `Good news: your balance of ${left} days covers it. Fill in the request, and ${manager} will get it for approval the same day.`,
          ],
          links: ['https://handbook.example.com/leave'],
        };
      },
    ),
    followUps: [
      exchange(
        (d) => ({ months: d.int(3, 6) }),
        ({ months }) => ({
          ask: [`Does my health insurance continue while I take ${kind}?`],
          steps: [
            { heading: 'Read the benefits guide', summary: 'Chapter 4, insurance.' },
            { heading: 'Check the rules for your office', summary: `${office} follows the standard plan.` },
          ],
          answer: [
            `Yes. In ${office} the insurance continues without a change for the first ${months} months. After that you would have to register yourself.`,
          ],
          links: ['https://handbook.example.com/benefits/insurance'],
        }),
      ),
      exchange(
        (d) => ({ scan: `certificate-${slug(d.word('lastNames'))}.jpg` }),
        ({ scan }) => ({
          ask: [
            {
              text: 'I took a picture of the certificate that you asked for. Is it good enough?',
              files: [{ name: scan, mimeType: 'image/jpeg' }],
            },
          ],
          steps: [
            { heading: 'Check that it can be read', summary: 'All four corners are visible.' },
            { heading: 'Compare with what is needed', summary: 'Date, stamp and signature are there.' },
          ],
          answer: [
            `It is: date, stamp and signature can all be read. I filed it with your request; you don't have to send the original.`,
          ],
        }),
      ),
      exchange(
        (d, tale) => {
          const [first = 'Kim', second = 'Alex', third = 'Robin'] = d.distinct(3, () => d.fullName());
          const back = () => d.isoDate(tale.firstDay + d.int(2, 20));
          return { first, firstBack: back(), second, secondBack: back(), third, thirdBack: back() };
        },
        ({ first, firstBack, second, secondBack, third, thirdBack }) => {
          return {
            ask: ['Who else from my team is away at that time?'],
            steps: [
              { heading: 'Open the team calendar', summary: '3 people are away.' },
              { heading: 'Look for overlaps', summary: `${first} is away for the whole time.` },
            ],
            tool: {
              name: 'open_calendar',
              arguments: { view: 'team', from: beginsOn, days: bare(days) },
              output: { opened: true, away: [first, second, third] },
            },
            widget: listView([away(first, firstBack), away(second, secondBack), away(third, thirdBack)]),
            answer: [
              `Three colleagues overlap with you: ${first}, ${second}, ${third}. Please agree with ${first} who covers what.`,
            ],
          };
        },
      ),
      exchange(
        (d) => ({ points: d.int(6, 14) }),
        ({ points }) => ({
          ask: [
            `What do I have to hand over before I go?`,
            `Is there a checklist for the last week before ${kind}?`,
          ],
          steps: [
            { heading: 'Find the checklist', summary: `${points} points for the job of ${job}.` },
            { heading: 'Mark what applies to you', summary: 'Access, open reviews, on-call.' },
          ],
          widget: card(
            [
              ...['Open reviews', 'Access', 'On-call'].map((point) =>
                checkbox(slug(point), point, { required: true }),
              ),
              field('Your deputy', input('deputy', { placeholder: manager, variant: 'soft' })),
              field('Handed over on', datePicker('on', { max: `${beginsOn}T00:00:00Z`, side: 'top' })),
              field('A note', textarea('note', { rows: 2 })),
            ],
            { asForm: true, confirm: { label: 'Save', action: { type: 'handover.save' } } },
          ),
          answer: [
            `Three things matter most: hand over your open reviews, name a deputy to ${manager}, and set an out-of-office note with a contact. The checklist has ${points} points in all.`,
          ],
          links: ['https://handbook.example.com/leave/checklist'],
        }),
      ),
      exchange(
        (d) => ({ days: d.int(3, 9), deputy: d.fullName() }),
        (sent) => ({
          ask: [`${manager} hasn't answered yet. What can I do?`],
          steps: [
            { heading: 'Check the request', summary: `Sent ${sent.days} days ago, not opened.` },
            { heading: 'Look for a deputy', summary: `${sent.deputy} approves in the meantime.` },
          ],
          widget: card([
            text(`Your request waits for ${manager}.`),
            button(
              'Send a reminder',
              { type: 'leave.remind', payload: { to: manager } },
              { style: 'primary' },
            ),
          ]),
          answer: [
            `I can send a reminder. If there is no answer within two working days, the request goes to the deputy by itself.`,
          ],
        }),
      ),
    ],
  }),
);
