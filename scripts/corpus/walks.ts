import { json } from './draft.ts';
import type { Draft } from './draft.ts';
import { honestWalks } from './honest-walks.ts';
import { misleadingWalks } from './misleading-walks.ts';
import type { Page, PageQuery, WalkPlan } from './pages.ts';

/** A walk whose pages are cases; walks that meet the same page share the case. */
export interface WalkDraft extends Omit<WalkPlan, 'pages'> {
  readonly pages: readonly { readonly query: PageQuery; readonly draft: Draft }[];
}

const shapeOf = { 'threads.list': 'thread_list', 'threads.listItems': 'thread_item_list' } as const;

/** What a page alone says of where to go on that cannot be so; a lie that takes two pages is the walk's. */
function contradiction({ data, has_more, last_id }: Page): string | undefined {
  if (!has_more || last_id === data.at(-1)?.id) return undefined;
  const there = data.length === 0 ? 'there are no entries' : 'there are entries';
  if (last_id === null) return `$.last_id is null, so that nothing says where to go on; ${there}`;
  return `$.last_id is not the id of the last entry; ${there}`;
}

function draftOf({ operation, name }: WalkPlan, page: Page, index: number): Draft {
  const common = {
    shape: shapeOf[operation],
    name: `walk-${name}/page-${index + 1}`,
    bytes: json(page),
  };
  const lie = contradiction(page);
  if (lie !== undefined)
    return {
      ...common,
      verdict: 'either',
      reason: `$.has_more is true, and ${lie}. A reader of the page alone may take it or complain; for the walk see the manifest.`,
      source: 'synthetic',
      features: ['page', 'lying-page'],
    };
  const what = page.has_more ? 'with more to come' : 'the last of its walk';
  return {
    ...common,
    verdict: 'accept',
    reason: `A page of ${page.data.length === 1 ? '1 entry' : `${page.data.length} entries`}, ${what}.`,
    source: 'seed',
    features: page.data.length === 0 ? ['page', 'list'] : ['page'],
  };
}

/** Honest walks and misleading ones. */
export function walkDrafts(): WalkDraft[] {
  const known = new Map<string, Draft>();
  return [...honestWalks(), ...misleadingWalks()].map((plan) => ({
    ...plan,
    pages: plan.pages.map(({ query, page }, index) => {
      const key = `${plan.operation} ${JSON.stringify(page)}`;
      const draft = known.get(key) ?? draftOf(plan, page, index);
      known.set(key, draft);
      return { query, draft };
    }),
  }));
}
