import { formatMoney, groupThousands, slug, urlSlug } from '../draw.ts';
import { bare } from '../template.ts';
import {
  badge,
  basic,
  box,
  button,
  caption,
  card,
  col,
  datePicker,
  field,
  form,
  icon,
  image,
  labelled,
  listView,
  listViewItem,
  radioGroup,
  row,
  spacer,
  submit,
  text,
  title,
} from '../widgets/index.ts';
import { defineSubject } from './subject.ts';

const months = ['April', 'May', 'June', 'September', 'October'] as const;
const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** A trip is planned: flights, a place to stay, things to see. */
export const travel = defineSubject(
  'travel',
  (draw) => {
    const [from = 'Lisbon', to = 'Oslo'] = draw.distinct(2, () => draw.word('cities'));
    const days = draw.int(3, 10);
    const travellers = draw.int(1, 4);
    const fare = draw.int(80, 640);
    return {
      from,
      to,
      toSlug: urlSlug(to),
      days,
      month: draw.pick(months),
      travellers,
      party: travellers === 1 ? 'one person' : `${travellers} people`,
      airline: draw.word('airlines'),
      fare,
      hotel: `Hotel ${draw.word('lastNames')}`,
      budget: groupThousands(Math.ceil((fare * travellers + days * 280) / 100) * 100),
    };
  },
  ({ from, to, toSlug, days, month, travellers, party, airline, fare, hotel, budget }, exchange) => ({
    titles: [
      `${days} days in ${to}`,
      `Trip to ${to} in ${month}`,
      `Flights from ${from} to ${to}`,
      `Planning ${to} for ${party}`,
    ],
    lockedReasons: ['The booking is with an agent.', 'Waiting for a payment confirmation.'],
    closedReasons: ['The trip is booked.', 'The trip was called off.'],
    opening: exchange(
      (d, tale) => {
        const code = tale.airline.slice(0, 2).toUpperCase();
        return {
          number1: `${code} ${d.int(100, 2999)}`,
          departs1: d.clockTime(6, 9),
          number2: `${code} ${d.int(100, 2999)}`,
          departs2: d.clockTime(11, 14),
          price2: tale.fare + d.int(10, 45),
          number3: `${code} ${d.int(100, 2999)}`,
          departs3: d.clockTime(16, 19),
          price3: tale.fare + 2 * d.int(10, 45),
          wishlist: `wishlist-${slug(tale.to)}.docx`,
          fromSlug: urlSlug(tale.from),
          connections: d.int(12, 60),
        };
      },
      ({ connections, wishlist, fromSlug, ...x }) => {
        const flights = [
          { number: x.number1, departs: x.departs1, price: fare },
          { number: x.number2, departs: x.departs2, price: x.price2 },
          { number: x.number3, departs: x.departs3, price: x.price3 },
        ];
        const plan = `I'd like to go from ${from} to ${to} for ${days} days in ${month}, ${party}, with a budget of about $${budget}. What would you suggest?`;
        const find = `Can you find flights from ${from} to ${to} in ${month}? We need room for ${party}, stay ${days} days, and have about $${budget}.`;
        return {
          ask: [plan, find, find, { text: plan, files: [{ name: wishlist, mimeType: docx }] }],
          steps: [
            { heading: 'Search flights', summary: `${connections} connections from ${from} to ${to}.` },
            { heading: 'Compare fares', summary: `${airline} is cheapest at $${fare} a seat.` },
            { heading: 'Check the budget', summary: `Leaves room within $${budget}.` },
          ],
          tool: {
            name: 'search_flights',
            arguments: { from, to, month, passengers: bare(travellers) },
            output: { airline, flights: flights.map((flight) => ({ ...flight, price: bare(flight.price) })) },
          },
          widget: listView(
            flights.map((flight, at) =>
              listViewItem(
                [
                  col([
                    text(`${flight.departs} · ${flight.number}`, { weight: 'semibold' }),
                    caption(`${airline}, ${from} to ${to}`),
                  ]),
                  badge(`$${flight.price}`, at === 0 ? 'success' : 'secondary'),
                ],
                { onClickAction: { type: 'flight.select', payload: { number: flight.number } }, gap: 3 },
              ),
            ),
            { limit: 3 },
          ),
          answer: [
            `For ${days} days in ${month} I would take ${airline} at ${x.departs1}: $${fare} for each seat. That leaves enough of your $${budget} for a hotel near the centre of ${to}.`,
            `The best fit from ${from} is flight ${x.number1} at ${x.departs1}. It is direct, and with ${party} it stays well within $${budget}.`,
          ],
          links: [`https://flights.example.com/${fromSlug}/${toSlug}`],
        };
      },
    ),
    followUps: [
      exchange(
        (d, tale) => {
          const nightly = d.int(60, 260);
          return {
            nightly,
            stay: formatMoney(nightly * tale.days),
            score: d.int(76, 97) / 10,
            offers: d.int(20, 140),
            minutes: d.int(4, 25),
            hotelSlug: urlSlug(tale.hotel),
          };
        },
        ({ nightly, stay, score, offers, minutes, hotelSlug }) => ({
          ask: [`That works. Where should we stay in ${to}?`],
          steps: [
            { heading: 'Search hotels', summary: `${offers} with rooms for ${party}.` },
            { heading: 'Read recent reviews', summary: `${hotel} is rated ${score}.` },
          ],
          tool: {
            name: 'show_on_map',
            arguments: { place: hotel, city: to },
            output: { shown: true, minutes_to_centre: bare(minutes) },
          },
          widget: card([
            image(`https://images.example.com/hotels/${hotelSlug}.jpg`, hotel),
            row([title(hotel, { size: 'md' }), badge(score, 'success')], { justify: 'between' }),
            labelled('A night', `$${nightly}`),
            labelled('Nights', days),
            button('Hold a room', { type: 'hotel.hold', payload: { hotel } }, { style: 'primary' }),
          ]),
          answer: [
            `${hotel} is a good match: rated ${score}, walking distance to the old town, $${nightly} a night. For ${days} nights that is $${stay}.`,
          ],
          links: [`https://hotels.example.com/${toSlug}/${hotelSlug}`],
        }),
      ),
      exchange(
        (d) => ({
          ride: d.int(14, 45),
          walk: d.int(3, 12),
          street: d.word('streets'),
          every: d.pick([10, 12, 15, 20]),
          last: d.clockTime(22, 23),
        }),
        ({ ride, walk, street, every, last }) => ({
          ask: [`How do we get from the airport into ${to}?`],
          steps: [
            { heading: 'Look up connections', summary: 'Train, bus and taxi.' },
            { heading: 'Compare time and price', summary: `The train takes ${ride} minutes.` },
          ],
          answer: [
            `Take the airport train to the main station, then walk ${walk} minutes along ${street}. Trains leave every ${every} minutes until ${last}.`,
          ],
        }),
      ),
      exchange(
        (d) => ({
          places: d.int(15, 80),
          market: d.word('streets'),
          side: d.pick(['north', 'south', 'east', 'west'] as const),
          museum: d.word('streets'),
          until: d.clockTime(17, 20),
        }),
        ({ places, market, side, museum, until }) => ({
          ask: [
            'What should we not miss?',
            `It might rain. What is there to do indoors in ${to}?`,
            'We have one free afternoon. Any idea?',
          ],
          steps: [
            { heading: 'Collect sights', summary: `${places} places in ${to}.` },
            { heading: 'Group them by district', summary: 'Three walks of about two hours each.' },
          ],
          widget: basic(
            [
              box(
                [
                  image(`https://images.example.com/sights/${toSlug}.jpg`, to, {
                    radius: 'lg',
                    aspectRatio: 1.5,
                  }),
                ],
                { border: { size: 1, style: 'solid' }, margin: { bottom: 2 } },
              ),
              row([icon('compass'), text('Market, ferry, harbour'), spacer(), caption('on foot')], {
                align: 'center',
              }),
              row([icon('maps'), text(`Museum of ${to}`), spacer(), caption('if it rains')], {
                align: 'center',
              }),
            ],
            { gap: 2 },
          ),
          answer: [
            `Start at the market on ${market}, then take the ferry to the ${side} side of the harbour. If it rains, the museum on ${museum} is open until ${until}.`,
          ],
          links: [`https://guide.example.org/${toSlug}`],
        }),
      ),
      exchange(
        (d) => ({ scan: `passport-${slug(d.fullName())}.png`, expires: d.isoDate(d.int(200, 1500)) }),
        ({ scan, expires }) => ({
          ask: [
            {
              text: `Here is a scan of my passport. Is it valid long enough for ${to}?`,
              files: [{ name: scan, mimeType: 'image/png' }],
            },
          ],
          steps: [
            { heading: 'Read the scan', summary: `Expires on ${expires}.` },
            { heading: 'Check entry rules', summary: 'Six months beyond the date of entry are required.' },
          ],
          answer: [
            `Yes. It expires on ${expires}, which is more than the six months that are asked for on entry.`,
          ],
        }),
      ),
      exchange(
        (d) => ({
          offers: d.int(3, 9),
          earliest: d.isoDate(1),
          latest: d.isoDate(365),
          premium: formatMoney(d.money(9, 70)),
        }),
        ({ offers, earliest, latest, premium }) => ({
          ask: [`Can you add travel insurance for ${party}?`],
          steps: [
            { heading: 'Compare policies', summary: `${offers} offers for ${days} days.` },
            { heading: 'Check the exclusions', summary: 'All of them cover cancellation by illness.' },
          ],
          widget: card([
            form(
              [
                title('Travel insurance', { size: 'sm' }),
                radioGroup(
                  'policy',
                  [
                    { label: 'Basic', value: 'basic' },
                    { label: 'Comfort', value: 'comfort' },
                  ],
                  { defaultValue: 'basic', ariaLabel: 'Policy', direction: 'row' },
                ),
                field(
                  'Covered from',
                  datePicker('from', { min: `${earliest}T00:00:00Z`, max: `${latest}T00:00:00Z` }),
                ),
                submit('Add insurance', { color: 'primary' }),
              ],
              { type: 'insurance.add', payload: { days: bare(days), travellers: bare(travellers) } },
              { direction: 'col', gap: 3 },
            ),
          ]),
          answer: [
            `The basic policy costs $${premium} for ${party} and covers cancellation, luggage and doctors. I would not take the bigger one for ${days} days.`,
          ],
        }),
      ),
    ],
  }),
);
