import type { JsonNode } from './read.ts';

/** The way from a root to a node: which entry or item of each container. Names may be there twice, so names are no way. */
export type Steps = readonly number[];

/** A copy of the tree in which one node is another; shares what did not change. */
export function replaceAt(root: JsonNode, steps: Steps, edit: (node: JsonNode) => JsonNode): JsonNode {
  const [step, ...rest] = steps;
  if (step === undefined) return edit(root);
  if (root.kind === 'list')
    return {
      kind: 'list',
      items: root.items.with(step, replaceAt(root.items[step] as JsonNode, rest, edit)),
    };
  if (root.kind !== 'object') return root;
  const [name, value] = root.entries[step] as readonly [string, JsonNode];
  return { kind: 'object', entries: root.entries.with(step, [name, replaceAt(value, rest, edit)]) };
}

export const text = (value: string): JsonNode => ({ kind: 'text', value });
export const number = (digits: string): JsonNode => ({ kind: 'number', text: digits });
export const nothing: JsonNode = { kind: 'null' };
export const emptyList: JsonNode = { kind: 'list', items: [] };
export const emptyObject: JsonNode = { kind: 'object', entries: [] };
