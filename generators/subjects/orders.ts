import { formatMoney, slug } from '../draw.ts';
import { bare } from '../template.ts';
import {
  badge,
  basic,
  button,
  caption,
  card,
  checkbox,
  divider,
  field,
  form,
  icon,
  input,
  labelled,
  row,
  submit,
  text,
  textarea,
  title,
} from '../widgets/index.ts';
import { defineSubject } from './subject.ts';
import type { FileSpec } from './subject.ts';

const carriers = ['Northwind Parcel', 'BlueLine Express', 'Harbor Freight Post', 'Swiftcart'] as const;
const troubles = ['a cracked lid', 'a missing screw set', 'a deep scratch', 'the wrong colour'] as const;

/** A shop's customers ask about what they ordered. */
export const orders = defineSubject(
  'orders',
  (draw) => ({
    order: `A-${draw.digits(6)}`,
    product: draw.word('products'),
    city: draw.word('cities'),
    carrier: draw.pick(carriers),
    price: draw.money(12, 480),
    trouble: draw.pick(troubles),
    tracking: `${draw.stream.hex(4).toUpperCase()}${draw.digits(8)}`,
  }),
  ({ order, product, city, carrier, price, trouble, tracking }, exchange) => ({
    titles: [
      `Order ${order} has not arrived`,
      `Where is my ${product}?`,
      `Delivery of ${product}`,
      `Tracking order ${order}`,
    ],
    lockedReasons: ['The return window for this order has ended.', 'Payment dispute under review.'],
    closedReasons: ['Delivered and confirmed by the customer.', 'Refund issued.'],
    opening: exchange(
      (d) => ({ hub: d.word('cities'), arrival: d.dayInWords(2), expectedOn: d.isoDate(2) }),
      ({ hub, arrival, expectedOn }) => {
        const late = `Hi, I ordered the ${product} last week (order ${order}) and it still isn't here. Can you see where it is?`;
        const due = `My order ${order} was due yesterday. Where is it?`;
        const pdf: FileSpec = { name: `order-${order}.pdf`, mimeType: 'application/pdf' };
        const photo: FileSpec = { name: 'doorstep.jpg', mimeType: 'image/jpeg' };
        return {
          ask: [
            late,
            due,
            `Could you check on the ${product} from order ${order}? The tracking page hasn't moved in three days.`,
            { text: late, files: [pdf] },
            { text: due, files: [pdf, photo] },
          ],
          steps: [
            { heading: 'Look up the order', summary: `Found order ${order}: one ${product}.` },
            { heading: 'Ask the carrier', summary: `${carrier} last scanned ${tracking} in ${hub}.` },
            { heading: 'Estimate the arrival', summary: `Expected in ${city} on ${arrival}.` },
          ],
          tool: {
            name: 'track_parcel',
            arguments: { order_id: order, tracking_number: tracking },
            output: { carrier, last_scan: hub, status: 'in_transit', expected_on: expectedOn },
          },
          widget: card(
            [
              row([title(product, { size: 'sm' }), badge('In transit', 'info')], { justify: 'between' }),
              caption(`Order ${order} · ${carrier}`),
              divider(),
              labelled('Last scan', hub),
              labelled('Arrives', arrival),
              button('Follow the parcel', { type: 'parcel.follow', payload: { tracking } }, { block: true }),
            ],
            { size: 'sm' },
          ),
          answer: [
            `Your ${product} is on its way: ${carrier} scanned it in ${hub} this morning. It should reach ${city} on ${arrival}.`,
            `I found it. Parcel ${tracking} was held in ${hub} for two days and left again today. Expect it on ${arrival}.`,
          ],
          links: [`https://tracking.example.com/${tracking}`],
        };
      },
    ),
    followUps: [
      exchange(
        (d) => ({ street: d.word('streets'), day: d.dayInWords(2) }),
        ({ street, day }) => ({
          ask: [`Thanks. What happens if nobody is home on ${day}?`],
          steps: [
            { heading: 'Read the delivery rules', summary: `${carrier} tries twice.` },
            { heading: 'Find pick-up points', summary: `Nearest one: ${street}, ${city}.` },
          ],
          widget: basic(
            [
              title('If nobody is home', { size: 'sm' }),
              row([icon('reload'), text('A second attempt on the next working day')], { gap: 2 }),
              row([icon('map-pin'), text(`Then seven days at ${street}, ${city}`)], { gap: 2 }),
            ],
            { direction: 'col', gap: 2, padding: 3 },
          ),
          answer: [
            `${carrier} tries a second time on the next working day. After that the parcel waits seven days at a pick-up point in ${city}.`,
          ],
          links: ['https://help.example.com/delivery/missed'],
        }),
      ),
      exchange(
        (d) => ({ street: d.word('streets') }),
        ({ street }) => ({
          ask: [
            'Can I still change the delivery address?',
            `I'll be at a friend's place that day. Can it go to ${street} instead?`,
          ],
          steps: [
            { heading: 'Check where the parcel is', summary: 'It has already left the warehouse.' },
            { heading: 'Ask for a redirect', summary: `${carrier} allows one redirect within ${city}.` },
          ],
          widget: card(
            [
              field('Street and number', input('address', { inputType: 'text', required: true })),
              field('City', input('city', { defaultValue: city, disabled: true })),
              checkbox('neighbour', 'May be left with a neighbour', { defaultChecked: false }),
            ],
            {
              asForm: true,
              confirm: { label: 'Redirect', action: { type: 'parcel.redirect', payload: { tracking } } },
              cancel: { label: 'Keep the address', action: { type: 'parcel.keep' } },
            },
          ),
          answer: [
            `Once a parcel is with ${carrier}, it can be redirected one time within ${city}. I have asked for it; you will get a message when they confirm.`,
          ],
        }),
      ),
      exchange(
        (d) => {
          const points = d.int(20, 400);
          return { points, worth: formatMoney(points / 100), daysLate: d.int(2, 6) };
        },
        ({ points, worth, daysLate }) => ({
          ask: ['Do I get anything for the delay?'],
          steps: [
            { heading: 'Compare promised and actual dates', summary: `The parcel is ${daysLate} days late.` },
            { heading: 'Apply the delay policy', summary: `${points} points were added.` },
          ],
          answer: [
            `Yes. The delay is ours, so I added ${points} points to your account. They are worth $${worth} on your next order.`,
          ],
        }),
      ),
      exchange(
        (d) => ({ left: d.int(3, 60), wrap: formatMoney(d.money(2, 6)) }),
        ({ left, wrap }) => ({
          ask: [`One more thing: is the ${product} available as a gift with a card?`],
          steps: [
            { heading: 'Check the stock', summary: `${left} left.` },
            { heading: 'Look for gift options', summary: 'Gift wrap and a printed card.' },
          ],
          widget: card([
            form(
              [
                field('Text of the card', textarea('message', { rows: 3, maxRows: 6, autoResize: true })),
                checkbox('wrap', 'Gift wrap', { defaultChecked: true }),
                submit('Add to the order', { style: 'primary', iconStart: 'plus' }),
              ],
              { type: 'gift.add', payload: { product } },
              { gap: 3 },
            ),
          ]),
          answer: [
            `It is. Gift wrap costs $${wrap} and the card is free; you can write the text at checkout.`,
          ],
          links: ['https://shop.example.com/gifts'],
        }),
      ),
      exchange(
        (d, tale) => ({
          photo: `${slug(tale.product)}-${slug(tale.trouble)}.jpg`,
          refund: formatMoney(tale.price),
          until: d.dayInWords(21),
          label: `RET-${d.digits(7)}`,
        }),
        ({ photo, refund, until, label }) => ({
          ask: [
            {
              text: `The parcel came, but the ${product} has ${trouble}. I attached a photo. Can I send it back?`,
              files: [{ name: photo, mimeType: 'image/jpeg' }],
            },
          ],
          steps: [
            { heading: 'Look at the photo', summary: `The photo shows ${trouble}.` },
            { heading: 'Check the return window', summary: `Open until ${until}.` },
            { heading: 'Prepare a label', summary: `Free return with ${carrier}.` },
          ],
          tool: {
            name: 'create_return_label',
            arguments: { order_id: order, reason: trouble },
            output: { label, refund: bare(price), currency: 'USD' },
          },
          widget: card(
            [
              title('Return your order', { size: 'sm' }),
              text(`One ${product} with ${trouble}`),
              labelled('Refund', `$${refund}`),
            ],
            {
              confirm: { label: 'Get the label', action: { type: 'return.confirm', payload: { order } } },
              cancel: { label: 'Keep it', action: { type: 'return.cancel' } },
            },
          ),
          answer: [
            `I'm sorry about that. The photo clearly shows ${trouble}, so the return is free and you will get $${refund} back. The label is valid for 14 days.`,
          ],
        }),
      ),
    ],
  }),
);
