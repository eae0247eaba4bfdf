import { slug, urlSlug } from '../draw.ts';
import {
  badge,
  basic,
  button,
  caption,
  card,
  col,
  divider,
  field,
  icon,
  image,
  labelled,
  listView,
  listViewItem,
  markdown,
  row,
  select,
  text,
  title,
  transition,
} from '../widgets/index.ts';
import type { Subject } from './subject.ts';

const diets = [
  'vegetarian',
  'without nuts',
  'without gluten',
  'for small children',
  'with little salt',
] as const;

/** Somebody plans a meal. */
export const cooking: Subject = {
  name: 'cooking',
  begin(draw) {
    const dish = draw.word('dishes');
    const guests = draw.int(2, 12);
    const diet = draw.pick(diets);
    const minutes = draw.int(4, 18) * 5;
    const [main = 'rice', second = 'peas', third = 'mint'] = draw.distinct(3, () => draw.word('ingredients'));

    return {
      title: draw.pick([`${dish} for ${guests}`, `Dinner for ${guests}, ${diet}`, `How to cook ${dish}`]),
      lockedReasons: ['The shopping list was sent to the shop.', 'Shared with guests; kept as it is.'],
      closedReasons: ['Cooked and enjoyed.', 'The dinner was called off.'],
      opening(d) {
        const amounts = [main, second, third].map((name) => ({
          name,
          amount: d.int(1, 12) * 25,
          unit: 'g',
        }));
        const photo = d.chance(0.5);
        return {
          ask: photo
            ? `What do I need for ${dish}? We are ${guests}, and it has to be ${diet}. A photo of my fridge is attached.`
            : `I'm having ${guests} people over and want to make ${dish}, ${diet}. Can you help me plan?`,
          files: photo ? [{ name: 'fridge.heic', mimeType: 'image/heic' }] : [],
          steps: [
            {
              heading: 'Find a recipe',
              summary: `${dish}, ${minutes} minutes, rated ${d.int(38, 50) / 10}.`,
            },
            { heading: `Adapt it`, summary: `Now ${diet}.` },
            { heading: 'Scale it', summary: `From 4 to ${guests} people.` },
          ],
          tool: {
            name: 'add_to_shopping_list',
            arguments: { recipe: dish, servings: guests, ingredients: amounts },
            output: { added: amounts.length, already_at_home: [third] },
          },
          widget: () =>
            listView(
              amounts.map(({ name, amount, unit }) =>
                listViewItem([row([text(name), badge(`${amount} ${unit}`)], { justify: 'between' })]),
              ),
              { status: { text: `Shopping list for ${guests}` } },
            ),
          answer: d.pick([
            `For ${guests} people plan about ${minutes} minutes. The recipe is built on ${main}; I made it ${diet} and put what you need on the list.`,
            `${dish} works well for ${guests}. Start with the ${main}, because it takes longest, and add the ${third} only at the end.`,
          ]),
          links: [`https://recipes.example.org/${urlSlug(dish)}`],
        };
      },
      followUps: [
        (d) => {
          const [best = 'oats', ...others] = d.distinct(3, () => d.word('ingredients'));
          return {
            ask: d.pick([
              `I can't get ${main}. What can I use instead?`,
              `Is there something cheaper than ${main}?`,
            ]),
            steps: [
              { heading: 'Look for substitutes', summary: `${others.length + 1} fit ${dish}.` },
              { heading: 'Check that it stays right', summary: `It is still ${diet}.` },
            ],
            widget: () =>
              card([
                field(
                  `Instead of ${main}`,
                  select(
                    'substitute',
                    [best, ...others].map((name) => ({ value: slug(name), label: name })),
                    { defaultValue: slug(best), block: true },
                  ),
                ),
                button(
                  'Change the list',
                  { type: 'list.replace', payload: { item: main } },
                  { iconEnd: 'check' },
                ),
              ]),
            answer: `Take ${best} in the same amount, and add it five minutes later. The dish gets a little milder and is still ${diet}.`,
          };
        },
        (d) => {
          const start = d.clockTime(16, 18);
          return {
            ask: 'Dinner is at eight. When do I begin, and what can I do ahead?',
            steps: [
              { heading: 'Count back from eight', summary: `Begin at ${start}.` },
              { heading: 'Split off what keeps', summary: `The ${second} can be cut in the morning.` },
            ],
            tool: {
              name: 'set_timer',
              arguments: { label: `Begin ${dish}`, at: start },
              output: { set: true, rings_at: start },
            },
            widget: () =>
              card([
                title('Your plan', { size: 'sm' }),
                labelled('In the morning', `cut the ${second}`),
                labelled(start, `start with the ${main}`),
                labelled('19:50', `add the ${third}`),
              ]),
            answer: `Cut the ${second} in the morning and keep it cold. Begin with the ${main} at ${start}; everything else fits while it cooks.`,
          };
        },
        (d) => {
          const wine = `${d.word('adjectives')} white`;
          return {
            ask: `What goes well with ${dish}?`,
            steps: [
              { heading: 'Think of contrasts', summary: 'Something fresh and something crisp.' },
              { heading: 'Keep to the diet', summary: `Everything stays ${diet}.` },
            ],
            widget: () =>
              card([
                image(`https://images.example.com/dishes/${urlSlug(dish)}.jpg`, dish),
                col([markdown(`A salad of **${third}** and **${second}**`), caption(`and a ${wine}`)]),
                button(
                  'Add to the list',
                  { type: 'list.add', payload: { item: third } },
                  { variant: 'soft' },
                ),
              ]),
            answer: `A salad of ${third} and ${second} gives it freshness. For a drink take a ${wine}, or sparkling water with a slice of lemon.`,
            links: ['https://recipes.example.org/pairings'],
          };
        },
        (d) => {
          const photo = `${slug(dish)}-${d.digits(2)}.jpg`;
          return {
            ask: 'It looks like this now. Is it done?',
            files: [{ name: photo, mimeType: 'image/jpeg' }],
            steps: [
              { heading: 'Look at the photo', summary: 'The edges are brown, the middle is pale.' },
              { heading: 'Estimate the time left', summary: `${d.int(4, 12)} minutes.` },
            ],
            answer: `Not yet. The edges look good, but the middle is still pale: give it another ${d.int(4, 12)} minutes and cover it so that it doesn't get darker.`,
          };
        },
        (d) => ({
          ask: 'There will be leftovers. How long do they keep?',
          steps: [
            { heading: 'Check food safety advice', summary: `${d.int(2, 3)} days in the fridge.` },
            { heading: 'Check freezing', summary: 'Freezes well without the topping.' },
          ],
          widget: () =>
            basic([
              card(
                [
                  row([icon('calendar'), title('Leftovers', { size: 'sm' })], { gap: 2 }),
                  divider(),
                  transition(text(`${dish} keeps best in a closed box.`, { italic: true })),
                ],
                { background: 'surface-elevated-secondary', padding: 3 },
              ),
            ]),
          answer: `Let it cool for no more than two hours, then it keeps ${d.int(2, 3)} days in the fridge. Without the ${third} it also freezes well.`,
        }),
      ],
    };
  },
};
