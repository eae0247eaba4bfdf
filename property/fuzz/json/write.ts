import type { JsonNode } from './read.ts';

/**
 * Writes a tree as compact JSON: number texts and double names as they stand, lone surrogates as escapes.
 * No depth overflows the stack.
 */
export function writeJson(root: JsonNode): string {
  let out = '';
  // What is still to be written: texts as they are, nodes by their kind. The last is next.
  const rest: (JsonNode | string)[] = [root];
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    if (typeof next === 'string') out += next;
    else if (next.kind === 'text') out += JSON.stringify(next.value);
    else if (next.kind === 'number') out += next.text;
    else if (next.kind === 'boolean') out += String(next.value);
    else if (next.kind === 'null') out += 'null';
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
