import { capitalize, slug } from '../draw.ts';
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
import type { Subject } from './subject.ts';

const requests = [
  { kind: 'parental leave', days: 60, form: 'parental-leave-form' },
  { kind: 'annual leave', days: 10, form: 'leave-request' },
  { kind: 'a sabbatical', days: 90, form: 'sabbatical-request' },
  { kind: 'study leave', days: 5, form: 'study-leave-request' },
] as const;

/** An employee asks the people team. */
export const people: Subject = {
  name: 'people',
  begin(draw) {
    const request = draw.pick(requests);
    const manager = draw.fullName();
    const company = draw.word('companies');
    const job = draw.word('jobTitles');
    const firstDay = draw.int(20, 120);
    const left = draw.int(request.days, request.days + 15);
    const office = draw.word('cities');

    return {
      title: draw.pick([
        `Taking ${request.kind}`,
        `Question about ${request.kind}`,
        `${capitalize(request.kind.replace(/^an? /, ''))} from ${draw.dayInWords(firstDay)}`,
      ]),
      lockedReasons: ['Moved to a confidential case.', 'Waiting for a decision of the works council.'],
      closedReasons: ['The request was approved.', 'The employee withdrew the request.'],
      opening(d) {
        const from = d.isoDate(firstDay);
        return {
          ask: d.pick([
            `Hello! I work as ${job} at ${company} in ${office} and would like to take ${request.kind} from ${d.dayInWords(firstDay)}. How do I go about it?`,
            `I'd like to apply for ${request.kind}, ${request.days} days from ${d.dayInWords(firstDay)}. Do I have enough left, and who approves it?`,
          ]),
          files: d.chance(0.35) ? [{ name: `${request.form}.pdf`, mimeType: 'application/pdf' }] : [],
          steps: [
            { heading: 'Look up your balance', summary: `${left} days are left.` },
            { heading: 'Read the policy', summary: `${company} asks for four weeks' notice.` },
            { heading: 'Find who approves', summary: `${manager} is your manager.` },
          ],
          tool: {
            name: 'get_leave_balance',
            arguments: { kind: request.kind, as_of: from },
            output: { days_left: left, pending_requests: d.int(0, 2), approver: manager },
          },
          widget: () =>
            card(
              [
                row([title(`Request ${request.kind}`, { size: 'sm' }), badge('Draft', 'secondary')]),
                divider(),
                labelled('First day', from),
                labelled('Days', String(request.days)),
                labelled('Approver', manager),
              ],
              {
                confirm: { label: 'Send to my manager', action: { type: 'leave.submit', payload: { from } } },
                cancel: { label: 'Not yet', action: { type: 'leave.discard' } },
              },
            ),
          answer: d.pick([
            `You have ${left} days left, so ${request.days} days from ${d.dayInWords(firstDay)} are fine. ${manager} approves the request; please send it at least four weeks ahead.`,
            `Good news: your balance of ${left} days covers it. Fill in the request, and ${manager} will get it for approval the same day.`,
          ]),
          links: ['https://handbook.example.com/leave'],
        };
      },
      followUps: [
        (d) => ({
          ask: `Does my health insurance continue while I take ${request.kind}?`,
          steps: [
            { heading: 'Read the benefits guide', summary: 'Chapter 4, insurance.' },
            { heading: 'Check the rules for your office', summary: `${office} follows the standard plan.` },
          ],
          answer: `Yes. In ${office} the insurance continues without a change for the first ${d.int(3, 6)} months. After that you would have to register yourself.`,
          links: ['https://handbook.example.com/benefits/insurance'],
        }),
        (d) => {
          const scan = `certificate-${slug(d.word('lastNames'))}.jpg`;
          return {
            ask: 'I took a picture of the certificate that you asked for. Is it good enough?',
            files: [{ name: scan, mimeType: 'image/jpeg' }],
            steps: [
              { heading: 'Check that it can be read', summary: 'All four corners are visible.' },
              { heading: 'Compare with what is needed', summary: 'Date, stamp and signature are there.' },
            ],
            answer: `It is: date, stamp and signature can all be read. I filed it with your request; you don't have to send the original.`,
          };
        },
        (d) => {
          const team = d.distinct(3, () => d.fullName());
          return {
            ask: 'Who else from my team is away at that time?',
            steps: [
              { heading: 'Open the team calendar', summary: `${team.length} people are away.` },
              { heading: 'Look for overlaps', summary: `${team[0]} is away for the whole time.` },
            ],
            tool: {
              name: 'open_calendar',
              arguments: { view: 'team', from: d.isoDate(firstDay), days: request.days },
              output: { opened: true, away: team },
            },
            widget: () =>
              listView(
                team.map((name) =>
                  listViewItem([col([text(name), caption(`back on ${d.isoDate(firstDay + d.int(2, 20))}`)])]),
                ),
              ),
            answer: `Three colleagues overlap with you: ${team.join(', ')}. Please agree with ${team[0]} who covers what.`,
          };
        },
        (d) => ({
          ask: d.pick([
            `What do I have to hand over before I go?`,
            `Is there a checklist for the last week before ${request.kind}?`,
          ]),
          steps: [
            { heading: 'Find the checklist', summary: `${d.int(6, 14)} points for a ${job}.` },
            { heading: 'Mark what applies to you', summary: 'Access, open reviews, on-call.' },
          ],
          widget: () =>
            card(
              [
                ...['Open reviews', 'Access', 'On-call'].map((point) =>
                  checkbox(slug(point), point, { required: true }),
                ),
                field('Your deputy', input('deputy', { placeholder: manager, variant: 'soft' })),
                field(
                  'Handed over on',
                  datePicker('on', { max: `${d.isoDate(firstDay)}T00:00:00Z`, side: 'top' }),
                ),
                field('A note', textarea('note', { rows: 2 })),
              ],
              { asForm: true, confirm: { label: 'Save', action: { type: 'handover.save' } } },
            ),
          answer: `Three things matter most: hand over your open reviews, name a deputy to ${manager}, and set an out-of-office note with a contact. The checklist has ${d.int(6, 14)} points in all.`,
          links: ['https://handbook.example.com/leave/checklist'],
        }),
        (d) => ({
          ask: `${manager} hasn't answered yet. What can I do?`,
          steps: [
            { heading: 'Check the request', summary: `Sent ${d.int(3, 9)} days ago, not opened.` },
            { heading: 'Look for a deputy', summary: `${d.fullName()} approves in the meantime.` },
          ],
          widget: () =>
            card([
              text(`Your request waits for ${manager}.`),
              button(
                'Send a reminder',
                { type: 'leave.remind', payload: { to: manager } },
                { style: 'primary' },
              ),
            ]),
          answer: `I can send a reminder. If there is no answer within two working days, the request goes to the deputy by itself.`,
        }),
      ],
    };
  },
};
