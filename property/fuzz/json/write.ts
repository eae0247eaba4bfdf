import type { JsonNode } from './read.ts';

function writeScalar(node: Exclude<JsonNode, { kind: 'object' | 'list' }>): string {
  if (node.kind === 'text') return JSON.stringify(node.value);
  if (node.kind === 'number') return node.text;
  return node.kind === 'null' ? 'null' : String(node.value);
}

/**
 * Writes a tree as compact JSON: number texts and double names as they stand, lone surrogates as escapes.
 * No depth overflows the stack.
 */
export function writeJson(root: JsonNode): string {
  if (root.kind !== 'object' && root.kind !== 'list') return writeScalar(root);
  let out = '';
  // What is still to be written: texts as they are, nodes by their kind. The last is next.
  const rest: (JsonNode | string)[] = [root];
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    if (typeof next === 'string') out += next;
    else if (next.kind !== 'object' && next.kind !== 'list') out += writeScalar(next);
    else if (next.kind === 'list') {
      out += '[';
      rest.push(']');
      for (let i = next.items.length - 1; i >= 0; i -= 1) {
        rest.push(next.items[i] as JsonNode);
        if (i > 0) rest.push(',');
      }
    } else {
      out += '{';
      rest.push('}');
      for (let i = next.entries.length - 1; i >= 0; i -= 1) {
        const [name, node] = next.entries[i] as readonly [string, JsonNode];
        rest.push(node, `${i > 0 ? ',' : ''}${JSON.stringify(name)}:`);
      }
    }
  }
  return out;
}
