import { formatMoney } from '../draw.ts';
import {
  badge,
  button,
  caption,
  card,
  divider,
  field,
  form,
  input,
  labelled,
  listView,
  listViewItem,
  row,
  spacer,
  submit,
  text,
  textTable,
  title,
} from '../widgets/index.ts';
import type { Subject } from './subject.ts';

const plans = [
  { name: 'Starter', price: 12 },
  { name: 'Team', price: 29 },
  { name: 'Business', price: 59 },
] as const;

/** A customer asks about an invoice. */
export const billing: Subject = {
  name: 'billing',
  begin(draw) {
    const company = draw.word('companies');
    const invoice = `INV-${draw.isoDate(-9).slice(0, 4)}-${draw.digits(5)}`;
    const plan = draw.pick(plans);
    const seats = draw.int(3, 80);
    const added = draw.int(1, 9);
    const amount = plan.price * seats;
    const extra = Math.round((plan.price * added * 50) / 100);
    const due = formatMoney(amount + extra);
    const pdf = `${invoice.toLowerCase()}.pdf`;

    return {
      title: draw.pick([
        `Invoice ${invoice}`,
        `Why is ${invoice} higher than before?`,
        `${company}: question about billing`,
      ]),
      lockedReasons: ['The invoice is disputed.', 'The account is on hold until the payment is settled.'],
      closedReasons: ['A corrected invoice was sent.', 'Explained and accepted.'],
      opening: (d) => ({
        ask: d.pick([
          `Our invoice ${invoice} is $${due}, more than last month. I attached it. What changed?`,
          `Hi, ${company} was charged $${due} on ${invoice}. We have ${seats} seats on ${plan.name}; shouldn't it be $${formatMoney(amount)}?`,
        ]),
        files: [{ name: pdf, mimeType: 'application/pdf' }],
        steps: [
          { heading: 'Read the invoice', summary: `${invoice}: $${due}, plan ${plan.name}.` },
          { heading: 'Compare with last month', summary: `${added} seats were added in mid-month.` },
          {
            heading: 'Recalculate',
            summary: `$${formatMoney(amount)} and $${formatMoney(extra)} for the new seats.`,
          },
        ],
        tool: {
          name: 'get_invoice',
          arguments: { invoice_id: invoice, expand: ['lines', 'payments'] },
          output: {
            lines: [
              { text: `${plan.name}, ${seats} seats`, amount },
              { text: `${added} seats, half a month`, amount: extra },
            ],
            total: amount + extra,
            currency: 'USD',
          },
        },
        widget: () =>
          card(
            [
              row([title(invoice, { size: 'sm' }), spacer(), badge('Due', 'warning')]),
              caption(company),
              divider(),
              labelled(`${plan.name} × ${seats}`, `$${formatMoney(amount)}`),
              labelled(`${added} new seats`, `$${formatMoney(extra)}`),
              divider(),
              labelled('Total', `$${due}`),
              button(
                'Pay now',
                { type: 'invoice.pay', payload: { invoice } },
                { style: 'primary', block: true },
              ),
            ],
            { size: 'md' },
          ),
        answer: d.pick([
          `The difference is ${added} seats that were added in the middle of the month. They cost $${formatMoney(extra)} for the rest of it; your ${seats} seats on ${plan.name} are $${formatMoney(amount)} as before.`,
          `${invoice} has two lines: $${formatMoney(amount)} for ${seats} seats, and $${formatMoney(extra)} for ${added} new ones, counted for half a month. Next month the new seats are charged in full.`,
        ]),
        links: [`https://billing.example.com/invoices/${invoice}`],
      }),
      followUps: [
        (d) => {
          const day = d.isoDate(-d.int(10, 20));
          const actor = d.fullName();
          return {
            ask: `Who added the seats?`,
            steps: [
              { heading: 'Open the audit log', summary: `${added} invitations on ${day}.` },
              { heading: 'Find who sent them', summary: 'One administrator.' },
            ],
            tool: {
              name: 'search_audit_log',
              arguments: { event: 'seat.added', account: company },
              output: { entries: added, actor },
            },
            widget: () =>
              card([
                textTable([
                  ['Date', 'Who', 'Seats'],
                  [day, actor, `+${added}`],
                ]),
              ]),
            answer: `An administrator of ${company} invited ${added} people on the same day. The audit log has their names; you can take seats back there, too.`,
            links: ['https://help.example.com/audit-log'],
          };
        },
        (d) => {
          const number = `PO-${d.digits(5)}`;
          return {
            ask: `Please put our order number ${number} on the invoice.`,
            steps: [
              { heading: 'Check whether it is still open', summary: `${invoice} is not paid yet.` },
              { heading: 'Issue a corrected invoice', summary: 'The amount stays the same.' },
            ],
            widget: () =>
              card([
                form(
                  [
                    field(
                      'Order number',
                      input('order_number', { defaultValue: number, pattern: 'PO-[0-9]{5}' }),
                    ),
                    field(
                      'Send it to',
                      input('email', { inputType: 'email', placeholder: 'billing@example.com' }),
                    ),
                    submit('Issue again', { size: 'sm', pill: true }),
                  ],
                  { type: 'invoice.reissue', payload: { invoice } },
                ),
              ]),
            answer: `Done. The corrected ${invoice} carries your order number; the amount of $${due} and the due date stay the same.`,
          };
        },
        (d) => ({
          ask: 'Can we pay once a year instead?',
          steps: [
            { heading: 'Compare both ways', summary: 'A year costs as much as ten months.' },
            { heading: 'Calculate the saving', summary: `$${formatMoney(plan.price * seats * 2)} a year.` },
          ],
          widget: () =>
            listView([
              listViewItem([text('Monthly'), badge(`$${formatMoney(amount)}`)]),
              listViewItem([text('Yearly'), badge(`$${formatMoney(amount * 10)}`, 'success')], {
                onClickAction: { type: 'plan.yearly', payload: { seats } },
              }),
            ]),
          answer: `Yes. Paid yearly, ${plan.name} costs ten months instead of twelve: with ${seats} seats you save $${formatMoney(plan.price * seats * 2)}. The change takes effect on ${d.dayInWords(d.int(5, 25))}.`,
        }),
        (d) => {
          const screenshot = `card-declined-${d.digits(3)}.png`;
          return {
            ask: 'The payment fails with this message. What does it mean?',
            files: [{ name: screenshot, mimeType: 'image/png' }],
            steps: [
              { heading: 'Read the screenshot', summary: 'The bank declined the card.' },
              { heading: 'Check the payment attempts', summary: `${d.int(2, 4)} attempts, all declined.` },
            ],
            answer: `Your bank declined the card; nothing was charged. It usually helps to confirm the payment in your banking app, or to use another card for ${invoice}.`,
          };
        },
        (d) => ({
          ask: 'What happens if we remove a few seats now?',
          steps: [
            { heading: 'Read the terms', summary: 'Unused time becomes a credit.' },
            {
              heading: 'Work out an example',
              summary: `$${formatMoney(plan.price / 2)} a seat at mid-month.`,
            },
          ],
          answer: `You get a credit for the days that are left. For ${d.int(2, 4)} seats taken away today it would be about $${formatMoney(d.money(4, 60))}, set off against the next invoice.`,
          links: ['https://help.example.com/billing/credits'],
        }),
      ],
    };
  },
};
