import { formatMoney } from '../draw.ts';
import { bare } from '../template.ts';
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
import { defineSubject } from './subject.ts';

const plans = [
  { plan: 'Starter', price: 12 },
  { plan: 'Team', price: 29 },
  { plan: 'Business', price: 59 },
] as const;

/** A customer asks about an invoice. */
export const billing = defineSubject(
  'billing',
  (draw) => {
    const { plan, price } = draw.pick(plans);
    const invoice = `INV-${draw.isoDate(-9).slice(0, 4)}-${draw.digits(5)}`;
    const seats = draw.int(3, 80);
    const added = draw.int(2, 9);
    const amount = price * seats;
    const extra = Math.round((price * added * 50) / 100);
    return {
      company: draw.word('companies'),
      invoice,
      pdf: `${invoice.toLowerCase()}.pdf`,
      plan,
      price,
      seats,
      added,
      amount,
      extra,
      total: amount + extra,
      amountText: formatMoney(amount),
      extraText: formatMoney(extra),
      due: formatMoney(amount + extra),
    };
  },
  (
    { company, invoice, pdf, plan, seats, added, amount, extra, total, amountText, extraText, due },
    exchange,
  ) => ({
    titles: [
      `Invoice ${invoice}`,
      `Why is ${invoice} higher than before?`,
      `${company}: question about billing`,
    ],
    lockedReasons: ['The invoice is disputed.', 'The account is on hold until the payment is settled.'],
    closedReasons: ['A corrected invoice was sent.', 'Explained and accepted.'],
    opening: exchange(
      () => ({}),
      () => {
        const files = [{ name: pdf, mimeType: 'application/pdf' }];
        return {
          ask: [
            {
              text: `Our invoice ${invoice} is $${due}, more than last month. I attached it. What changed?`,
              files,
            },
            {
              text: `Hi, ${company} was charged $${due} on ${invoice}. We have ${seats} seats on ${plan}; shouldn't it be $${amountText}?`,
              files,
            },
          ],
          steps: [
            { heading: 'Read the invoice', summary: `${invoice}: $${due}, plan ${plan}.` },
            { heading: 'Compare with last month', summary: `${added} seats were added in mid-month.` },
            { heading: 'Recalculate', summary: `$${amountText} and $${extraText} for the new seats.` },
          ],
          tool: {
            name: 'get_invoice',
            arguments: { invoice_id: invoice, expand: ['lines', 'payments'] },
            output: {
              lines: [
                { text: `${plan}, ${seats} seats`, amount: bare(amount) },
                { text: `${added} seats, half a month`, amount: bare(extra) },
              ],
              total: bare(total),
              currency: 'USD',
            },
          },
          widget: card(
            [
              row([title(invoice, { size: 'sm' }), spacer(), badge('Due', 'warning')]),
              caption(company),
              divider(),
              labelled(`${plan} × ${seats}`, `$${amountText}`),
              labelled(`${added} new seats`, `$${extraText}`),
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
          answer: [
            `The difference is ${added} seats that were added in the middle of the month. They cost $${extraText} for the rest of it; your ${seats} seats on ${plan} are $${amountText} as before.`,
            `${invoice} has two lines: $${amountText} for ${seats} seats, and $${extraText} for ${added} new ones, counted for half a month. Next month the new seats are charged in full.`,
          ],
          links: [`https://billing.example.com/invoices/${invoice}`],
        };
      },
    ),
    followUps: [
      exchange(
        (d) => ({ day: d.isoDate(-d.int(10, 20)), actor: d.fullName() }),
        ({ day, actor }) => ({
          ask: [`Who added the seats?`],
          steps: [
            { heading: 'Open the audit log', summary: `${added} invitations on ${day}.` },
            { heading: 'Find who sent them', summary: 'One administrator.' },
          ],
          tool: {
            name: 'search_audit_log',
            arguments: { event: 'seat.added', account: company },
            output: { entries: bare(added), actor },
          },
          widget: card([
            textTable([
              ['Date', 'Who', 'Seats'],
              [day, actor, `+${added}`],
            ]),
          ]),
          answer: [
            `An administrator of ${company} invited ${added} people on the same day. The audit log has their names; you can take seats back there, too.`,
          ],
          links: ['https://help.example.com/audit-log'],
        }),
      ),
      exchange(
        (d) => ({ number: `PO-${d.digits(5)}` }),
        ({ number }) => ({
          ask: [`Please put our order number ${number} on the invoice.`],
          steps: [
            { heading: 'Check whether it is still open', summary: `${invoice} is not paid yet.` },
            { heading: 'Issue a corrected invoice', summary: 'The amount stays the same.' },
          ],
          widget: card([
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
          answer: [
            `Done. The corrected ${invoice} carries your order number; the amount of $${due} and the due date stay the same.`,
          ],
        }),
      ),
      exchange(
        (d, tale) => ({
          saving: formatMoney(tale.amount * 2),
          yearly: formatMoney(tale.amount * 10),
          effective: d.dayInWords(d.int(5, 25)),
        }),
        ({ saving, yearly, effective }) => ({
          ask: ['Can we pay once a year instead?'],
          steps: [
            { heading: 'Compare both ways', summary: 'A year costs as much as ten months.' },
            { heading: 'Calculate the saving', summary: `$${saving} a year.` },
          ],
          widget: listView([
            listViewItem([text('Monthly'), badge(`$${amountText}`)]),
            listViewItem([text('Yearly'), badge(`$${yearly}`, 'success')], {
              onClickAction: { type: 'plan.yearly', payload: { seats: bare(seats) } },
            }),
          ]),
          answer: [
            `Yes. Paid yearly, ${plan} costs ten months instead of twelve: with ${seats} seats you save $${saving}. The change takes effect on ${effective}.`,
          ],
        }),
      ),
      exchange(
        (d) => ({ screenshot: `card-declined-${d.digits(3)}.png`, attempts: d.int(2, 4) }),
        ({ screenshot, attempts }) => ({
          ask: [
            {
              text: 'The payment fails with this message. What does it mean?',
              files: [{ name: screenshot, mimeType: 'image/png' }],
            },
          ],
          steps: [
            { heading: 'Read the screenshot', summary: 'The bank declined the card.' },
            { heading: 'Check the payment attempts', summary: `${attempts} attempts, all declined.` },
          ],
          answer: [
            `Your bank declined the card; nothing was charged. It usually helps to confirm the payment in your banking app, or to use another card for ${invoice}.`,
          ],
        }),
      ),
      exchange(
        (d, tale) => ({
          example: formatMoney(tale.price / 2),
          removed: d.int(2, 4),
          credit: formatMoney(d.money(4, 60)),
        }),
        ({ example, removed, credit }) => ({
          ask: ['What happens if we remove a few seats now?'],
          steps: [
            { heading: 'Read the terms', summary: 'Unused time becomes a credit.' },
            { heading: 'Work out an example', summary: `$${example} a seat at mid-month.` },
          ],
          answer: [
            `You get a credit for the days that are left. For ${removed} seats taken away today it would be about $${credit}, set off against the next invoice.`,
          ],
          links: ['https://help.example.com/billing/credits'],
        }),
      ),
    ],
  }),
);
