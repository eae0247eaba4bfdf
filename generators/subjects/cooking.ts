import { slug, urlSlug } from '../draw.ts';
import { bare } from '../template.ts';
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
import { defineSubject } from './subject.ts';

/** What any ingredient and any dish can be. */
const diets = [
  'not too spicy',
  'easy to prepare',
  'for small children',
  'in small portions',
  'on a small budget',
] as const;

/** `18:35`, so many minutes before dinner. */
const beforeEight = (minutes: number): string => {
  const at = 20 * 60 - minutes;
  return `${Math.floor(at / 60)}:${String(at % 60).padStart(2, '0')}`;
};

/** Somebody plans a meal. */
export const cooking = defineSubject(
  'cooking',
  (draw) => {
    const dish = draw.word('dishes');
    const [main = 'rice', second = 'peas', third = 'mint'] = draw.distinct(3, () => draw.word('ingredients'));
    return {
      dish,
      dishSlug: urlSlug(dish),
      guests: draw.int(2, 12),
      diet: draw.pick(diets),
      minutes: draw.int(4, 18) * 5,
      main,
      second,
      third,
    };
  },
  ({ dish, dishSlug, guests, diet, minutes, main, second, third }, exchange) => ({
    titles: [`${dish} for ${guests}`, `Dinner for ${guests}, ${diet}`, `How to cook ${dish}`],
    lockedReasons: ['The shopping list was sent to the shop.', 'Shared with guests; kept as it is.'],
    closedReasons: ['Cooked and enjoyed.', 'The dinner was called off.'],
    opening: exchange(
      (d) => ({
        mainGrams: d.int(1, 12) * 25,
        secondGrams: d.int(1, 12) * 25,
        thirdGrams: d.int(1, 12) * 25,
        rating: d.int(38, 50) / 10,
      }),
      ({ mainGrams, secondGrams, thirdGrams, rating }) => {
        const amounts = [
          { name: main, amount: mainGrams, unit: 'g' },
          { name: second, amount: secondGrams, unit: 'g' },
          { name: third, amount: thirdGrams, unit: 'g' },
        ];
        return {
          ask: [
            {
              text: `What do I need for ${dish}? We are ${guests}, and it should be ${diet}. A photo of my fridge is attached.`,
              files: [{ name: 'fridge.heic', mimeType: 'image/heic' }],
            },
            `I'm having ${guests} people over and want to make ${dish}, ${diet}. Can you help me plan?`,
          ],
          steps: [
            { heading: 'Find a recipe', summary: `${dish}, ${minutes} minutes, rated ${rating}.` },
            { heading: `Adapt it`, summary: `Now ${diet}.` },
            { heading: 'Scale it', summary: `From 4 to ${guests} people.` },
          ],
          tool: {
            name: 'add_to_shopping_list',
            arguments: {
              recipe: dish,
              servings: bare(guests),
              ingredients: amounts.map((each) => ({ ...each, amount: bare(each.amount) })),
            },
            output: { added: amounts.length, already_at_home: [third] },
          },
          widget: listView(
            amounts.map(({ name, amount, unit }) =>
              listViewItem([row([text(name), badge(`${amount} ${unit}`)], { justify: 'between' })]),
            ),
            { status: { text: `Shopping list for ${guests}` } },
          ),
          answer: [
            `For ${guests} people plan about ${minutes} minutes. The recipe is built on ${main}; I kept it ${diet} and put what you need on the list.`,
            `${dish} works well for ${guests}. Start with the ${main}, because it takes longest, and add the ${third} only at the end.`,
          ],
          links: [`https://recipes.example.org/${dishSlug}`],
        };
      },
    ),
    followUps: [
      exchange(
        (d) => {
          const [best = 'oats', other = 'lentils', third = 'barley'] = d.distinct(3, () =>
            d.word('ingredients'),
          );
          return {
            best,
            bestSlug: slug(best),
            other,
            otherSlug: slug(other),
            last: third,
            lastSlug: slug(third),
          };
        },
        ({ best, bestSlug, other, otherSlug, last, lastSlug }) => ({
          ask: [`I can't get ${main}. What can I use instead?`, `Is there something cheaper than ${main}?`],
          steps: [
            { heading: 'Look for substitutes', summary: `3 fit ${dish}.` },
            { heading: 'Check that it stays right', summary: `It is still ${diet}.` },
          ],
          widget: card([
            field(
              `Instead of ${main}`,
              select(
                'substitute',
                [
                  { value: bestSlug, label: best },
                  { value: otherSlug, label: other },
                  { value: lastSlug, label: last },
                ],
                { defaultValue: bestSlug, block: true },
              ),
            ),
            button(
              'Change the list',
              { type: 'list.replace', payload: { item: main } },
              { iconEnd: 'check' },
            ),
          ]),
          answer: [
            `Take ${best} in the same amount, and add it five minutes later. The dish gets a little milder and is still ${diet}.`,
          ],
        }),
      ),
      exchange(
        (d, tale) => ({ start: beforeEight(tale.minutes + 5 * d.int(1, 4)) }),
        ({ start }) => ({
          ask: ['Dinner is at eight. When do I begin, and what can I do ahead?'],
          steps: [
            { heading: 'Count back from eight', summary: `Begin at ${start}.` },
            { heading: 'Split off what keeps', summary: `The ${second} can be cut in the morning.` },
          ],
          tool: {
            name: 'set_timer',
            arguments: { label: `Begin ${dish}`, at: start },
            output: { set: true, rings_at: start },
          },
          widget: card([
            title('Your plan', { size: 'sm' }),
            labelled('In the morning', `cut the ${second}`),
            labelled(start, `start with the ${main}`),
            labelled('19:50', `add the ${third}`),
          ]),
          answer: [
            `Cut the ${second} in the morning and keep it cold. Begin with the ${main} at ${start}; everything else fits while it cooks.`,
          ],
        }),
      ),
      exchange(
        (d) => ({ wine: `${d.pick(['dry', 'crisp', 'light', 'young', 'fruity'] as const)} white` }),
        ({ wine }) => ({
          ask: [`What goes well with ${dish}?`],
          steps: [
            { heading: 'Think of contrasts', summary: 'Something fresh and something crisp.' },
            { heading: 'Keep to what was asked', summary: `Everything stays ${diet}.` },
          ],
          widget: card([
            image(`https://images.example.com/dishes/${dishSlug}.jpg`, dish),
            col([markdown(`A salad of **${third}** and **${second}**`), caption(`and a ${wine}`)]),
            button('Add to the list', { type: 'list.add', payload: { item: third } }, { variant: 'soft' }),
          ]),
          answer: [
            `A salad of ${third} and ${second} gives it freshness. For a drink take a ${wine}, or sparkling water with a slice of lemon.`,
          ],
          links: ['https://recipes.example.org/pairings'],
        }),
      ),
      exchange(
        (d, tale) => ({
          photo: `${slug(tale.dish)}-${d.digits(2)}.jpg`,
          wait: d.int(4, 12),
        }),
        ({ photo, wait }) => ({
          ask: [
            { text: 'It looks like this now. Is it done?', files: [{ name: photo, mimeType: 'image/jpeg' }] },
          ],
          steps: [
            { heading: 'Look at the photo', summary: 'The edges are brown, the middle is pale.' },
            { heading: 'Estimate the time left', summary: `${wait} minutes.` },
          ],
          answer: [
            `Not yet. The edges look good, but the middle is still pale: give it another ${wait} minutes and cover it so that it doesn't get darker.`,
          ],
        }),
      ),
      exchange(
        (d) => ({ keeps: d.int(2, 3) }),
        ({ keeps }) => ({
          ask: ['There will be leftovers. How long do they keep?'],
          steps: [
            { heading: 'Check food safety advice', summary: `${keeps} days in the fridge.` },
            { heading: 'Check freezing', summary: 'Freezes well without the topping.' },
          ],
          widget: basic([
            card(
              [
                row([icon('calendar'), title('Leftovers', { size: 'sm' })], { gap: 2 }),
                divider(),
                transition(text(`${dish} keeps best in a closed box.`, { italic: true })),
              ],
              { background: 'surface-elevated-secondary', padding: 3 },
            ),
          ]),
          answer: [
            `Let it cool for no more than two hours, then it keeps ${keeps} days in the fridge. Without the ${third} it also freezes well.`,
          ],
        }),
      ),
    ],
  }),
);
