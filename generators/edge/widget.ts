import type { RandomStream } from '../../support/random.ts';
import { basic, box, card, listView, listViewItem, text } from '../widgets/index.ts';
import type { WidgetNode, WidgetRoot } from '../widgets/index.ts';
import { many, perhaps } from './parts.ts';

/** Words that are read, not values that are chosen from. */
const read = new Set(['value', 'label', 'placeholder', 'alt']);
/** Where a value stands for one of a few, or names a field. */
const structural = new Set(['payload', 'options', 'status']);

/** The same tree with odd words in it. */
function rewrite(node: unknown, stream: RandomStream): unknown {
  if (Array.isArray(node)) return node.map((each) => rewrite(each, stream));
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([name, inside]) => {
      if (structural.has(name)) return [name, inside];
      return [
        name,
        read.has(name) && typeof inside === 'string' ? perhaps(inside, stream) : rewrite(inside, stream),
      ];
    }),
  );
}

/** Boxes in boxes. */
const deep = (depth: number): WidgetNode =>
  Array.from({ length: depth }).reduce<WidgetNode>((inside) => box([inside]), text('the innermost'));

/** A widget with odd words; now and then an empty one, a deep one or a very long one. */
export function edgeWidget(widget: string, stream: RandomStream): string {
  const root = ((): WidgetRoot | undefined => {
    switch (stream.int(0, 15)) {
      case 0:
        return card([]);
      case 1:
        return listView([]);
      case 2:
        return basic([]);
      case 3:
        return listView(
          Array.from({ length: many }, (_, at) => listViewItem([text(String(at))], { key: String(at) })),
        );
      case 4:
        return card([deep(48)]);
      default:
        return undefined;
    }
  })();
  return JSON.stringify(root ?? rewrite(JSON.parse(widget), stream));
}
