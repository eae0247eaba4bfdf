import { formatMoney, groupThousands, slug, urlSlug } from '../draw.ts';
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
import type { Subject } from './subject.ts';

const months = ['April', 'May', 'June', 'September', 'October'] as const;

/** A trip is planned: flights, a place to stay, things to see. */
export const travel: Subject = {
  name: 'travel',
  begin(draw) {
    const [from = 'Lisbon', to = 'Oslo'] = draw.distinct(2, () => draw.word('cities'));
    const days = draw.int(3, 10);
    const month = draw.pick(months);
    const travellers = draw.int(1, 4);
    const party = travellers === 1 ? 'one person' : `${travellers} people`;
    const airline = draw.word('airlines');
    const fare = draw.int(80, 640);
    const hotel = `Hotel ${draw.word('lastNames')}`;
    const budget = groupThousands(Math.ceil((fare * travellers + days * 280) / 100) * 100);

    return {
      title: draw.pick([
        `${days} days in ${to}`,
        `Trip to ${to} in ${month}`,
        `Flights from ${from} to ${to}`,
        `Planning ${to} for ${party}`,
      ]),
      lockedReasons: ['The booking is with an agent.', 'Waiting for a payment confirmation.'],
      closedReasons: ['The trip is booked.', 'The travel dates have passed.'],
      opening(d) {
        const flights = Array.from({ length: 3 }, (_, i) => ({
          number: `${airline.slice(0, 2).toUpperCase()} ${d.int(100, 2999)}`,
          departs: d.clockTime(6 + i * 5, 9 + i * 5),
          price: fare + i * d.int(10, 45),
        }));
        const cheapest = flights[0] as (typeof flights)[number];
        return {
          ask: d.pick([
            `I'd like to go from ${from} to ${to} for ${days} days in ${month}. ${party}, budget about $${budget}. What would you suggest?`,
            `Can you find flights from ${from} to ${to} in ${month}? We need room for ${party}.`,
          ]),
          files: d.chance(0.25) ? [{ name: `wishlist-${slug(to)}.docx`, mimeType: docx }] : [],
          steps: [
            { heading: 'Search flights', summary: `${d.int(12, 60)} connections from ${from} to ${to}.` },
            { heading: 'Compare fares', summary: `${airline} is cheapest at $${fare} a seat.` },
            { heading: 'Check the budget', summary: `Leaves room within $${budget}.` },
          ],
          tool: {
            name: 'search_flights',
            arguments: { from, to, month, passengers: travellers },
            output: { airline, flights },
          },
          widget: () =>
            listView(
              flights.map((flight) =>
                listViewItem(
                  [
                    col([
                      text(`${flight.departs} · ${flight.number}`, { weight: 'semibold' }),
                      caption(`${airline}, ${from} to ${to}`),
                    ]),
                    badge(`$${flight.price}`, flight === cheapest ? 'success' : 'secondary'),
                  ],
                  { onClickAction: { type: 'flight.select', payload: { number: flight.number } }, gap: 3 },
                ),
              ),
              { limit: 3 },
            ),
          answer: d.pick([
            `For ${days} days in ${month} I would take ${airline} at ${cheapest.departs}: $${fare} for each seat. That leaves enough of your $${budget} for a hotel near the centre of ${to}.`,
            `The best fit from ${from} is flight ${cheapest.number} at ${cheapest.departs}. It is direct, and with ${party} it stays well within $${budget}.`,
          ]),
          links: [`https://flights.example.com/${urlSlug(from)}/${urlSlug(to)}`],
        };
      },
      followUps: [
        (d) => {
          const nightly = d.int(60, 260);
          const score = d.int(76, 97) / 10;
          return {
            ask: `That works. Where should we stay in ${to}?`,
            steps: [
              { heading: 'Search hotels', summary: `${d.int(20, 140)} with rooms for ${party}.` },
              { heading: 'Read recent reviews', summary: `${hotel} is rated ${score}.` },
            ],
            tool: {
              name: 'show_on_map',
              arguments: { place: hotel, city: to },
              output: { shown: true, minutes_to_centre: d.int(4, 25) },
            },
            widget: () =>
              card([
                image(`https://images.example.com/hotels/${urlSlug(hotel)}.jpg`, hotel),
                row([title(hotel, { size: 'md' }), badge(String(score), 'success')], { justify: 'between' }),
                labelled('A night', `$${nightly}`),
                labelled('Nights', String(days)),
                button('Hold a room', { type: 'hotel.hold', payload: { hotel } }, { style: 'primary' }),
              ]),
            answer: `${hotel} is a good match: rated ${score}, walking distance to the old town, $${nightly} a night. For ${days} nights that is $${formatMoney(nightly * days)}.`,
            links: [`https://hotels.example.com/${urlSlug(to)}/${urlSlug(hotel)}`],
          };
        },
        (d) => ({
          ask: `How do we get from the airport into ${to}?`,
          steps: [
            { heading: 'Look up connections', summary: 'Train, bus and taxi.' },
            { heading: 'Compare time and price', summary: `The train takes ${d.int(14, 45)} minutes.` },
          ],
          answer: `Take the airport train to the main station, then walk ${d.int(3, 12)} minutes along ${d.word('streets')}. Trains leave every ${d.pick([10, 12, 15, 20])} minutes until ${d.clockTime(22, 23)}.`,
        }),
        (d) => ({
          ask: d.pick([
            'What should we not miss?',
            `It might rain. What is there to do indoors in ${to}?`,
            'We have one free afternoon. Any idea?',
          ]),
          steps: [
            { heading: 'Collect sights', summary: `${d.int(15, 80)} places in ${to}.` },
            { heading: 'Group them by district', summary: 'Three walks of about two hours each.' },
          ],
          widget: () =>
            basic(
              [
                box(
                  [
                    image(`https://images.example.com/sights/${urlSlug(to)}.jpg`, to, {
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
          answer: `Start at the market on ${d.word('streets')}, then take the ferry to the ${d.word('adjectives')} side of the harbour. If it rains, the museum on ${d.word('streets')} is open until ${d.clockTime(17, 20)}.`,
          links: [`https://guide.example.org/${urlSlug(to)}`],
        }),
        (d) => {
          const name = `passport-${slug(d.fullName())}.png`;
          const expires = d.isoDate(d.int(200, 1500));
          return {
            ask: `Here is a scan of my passport. Is it valid long enough for ${to}?`,
            files: [{ name, mimeType: 'image/png' }],
            steps: [
              { heading: 'Read the scan', summary: `Expires on ${expires}.` },
              { heading: 'Check entry rules', summary: 'Six months beyond the date of entry are required.' },
            ],
            answer: `Yes. It expires on ${expires}, which is more than the six months that are asked for on entry.`,
          };
        },
        (d) => ({
          ask: `Can you add travel insurance for ${party}?`,
          steps: [
            { heading: 'Compare policies', summary: `${d.int(3, 9)} offers for ${days} days.` },
            { heading: 'Check the exclusions', summary: 'All of them cover cancellation by illness.' },
          ],
          widget: () =>
            card([
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
                    datePicker('from', {
                      min: `${d.isoDate(1)}T00:00:00Z`,
                      max: `${d.isoDate(365)}T00:00:00Z`,
                    }),
                  ),
                  submit('Add insurance', { color: 'primary' }),
                ],
                { type: 'insurance.add', payload: { days, travellers } },
                { direction: 'col', gap: 3 },
              ),
            ]),
          answer: `The basic policy costs $${formatMoney(d.money(9, 70))} for ${party} and covers cancellation, luggage and doctors. I would not take the bigger one for ${days} days.`,
        }),
      ],
    };
  },
};

const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
