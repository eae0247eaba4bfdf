import { describe, expect, it } from 'vitest';
import { threadAt } from '../dataset/thread.ts';
import { readWidgetTypes } from './testing/package-types.ts';

const { checkRoot, components } = readWidgetTypes();

/** The widgets of many threads, as they are on the wire. */
const widgets = Array.from({ length: 3000 }, (_, index) =>
  threadAt({ seed: 9, items: { min: 8, max: 30 } }, index).items.flatMap((item) =>
    item.type === 'chatkit.widget' ? [item.widget] : [],
  ),
).flat();

/** How often each component stands in a tree. */
function count(value: unknown, counts: Map<string, number>): Map<string, number> {
  if (Array.isArray(value)) for (const each of value) count(each, counts);
  else if (typeof value === 'object' && value !== null) {
    const { type, children } = value as { type: string; children?: unknown };
    counts.set(type, (counts.get(type) ?? 0) + 1);
    count(children, counts);
  }
  return counts;
}

describe('widgets of generated threads', () => {
  it('have only components, properties and values that the public types allow', () => {
    expect(widgets.length).toBeGreaterThan(5000);
    expect(widgets.flatMap((widget) => checkRoot(JSON.parse(widget), '$'))).toEqual([]);
  });

  it('hold every root and every component, each many times', () => {
    const counts = new Map<string, number>();
    for (const widget of widgets) count(JSON.parse(widget), counts);
    expect([...counts.keys()].toSorted()).toEqual(components.toSorted());
    expect(components.filter((name) => (counts.get(name) ?? 0) < 20)).toEqual([]);
    const roots = widgets.map((widget) => (JSON.parse(widget) as { type: string }).type);
    expect(new Set(roots)).toEqual(new Set(['Card', 'ListView', 'Basic']));
  });

  it('give every field of a form a name of its own', () => {
    for (const widget of widgets) {
      const names = [
        ...widget.matchAll(
          /"type":"(?:Input|Textarea|Select|DatePicker|Checkbox|RadioGroup)","name":"([^"]+)"/g,
        ),
      ];
      expect(new Set(names.map(([, name]) => name)).size).toBe(names.length);
    }
  });
});

describe('the check by the package', () => {
  it('knows all components of the package', () => {
    expect(components.length).toBe(29);
    expect(components).toEqual(expect.arrayContaining(['Basic', 'ListViewItem', 'Table.Cell', 'Transition']));
  });

  it.each([
    [{ type: 'Card', children: [] }, []],
    [{ type: 'Panel', children: [] }, ['$: no component {"type":"Panel","children":[]}']],
    [{ type: 'Card' }, ['$.children: is missing']],
    [{ type: 'Card', children: {} }, ['$.children: a list is wanted, got {}']],
    [{ type: 'Card', children: [], asForm: 'yes' }, ['$.asForm: boolean | undefined is wanted, got "yes"']],
    [{ type: 'Card', children: [], colour: 'red' }, ['$.colour: no such property']],
    [
      { type: 'Card', children: [{ type: 'Icon', name: 'spanner' }] },
      ['$.children[0].name: WidgetIcon is wanted, got "spanner"'],
    ],
    [
      { type: 'ListView', children: [{ type: 'Text', value: 'a' }] },
      [
        '$.children[0].type: "ListViewItem" is wanted, got "Text"',
        '$.children[0].children: is missing',
        '$.children[0].value: no such property',
      ],
    ],
    [
      { type: 'ListView', children: [], limit: null },
      ['$.limit: number | "auto" | undefined is wanted, got null'],
    ],
    [{ type: 'Basic', children: [{ type: 'Card', children: [] }] }, []],
  ])('%j', (widget, faults) => {
    expect(new Set(checkRoot(widget, '$'))).toEqual(new Set(faults));
  });
});
