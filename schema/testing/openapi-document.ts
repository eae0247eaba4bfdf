import { readFileSync } from 'node:fs';
import { buildOpenApi } from '../openapi/document.ts';
import { placesIn } from './walk.ts';

/** What package.json says of the project. */
export const facts = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
  license: string;
};

/** The OpenAPI document, and every place in it. */
export const document = buildOpenApi(facts);
export const places = placesIn(document);

/** The value at a pointer such as `#/components/schemas/Error`, or at keys. */
export function at(pointer: string | readonly (string | number)[]): unknown {
  const keys =
    typeof pointer === 'string'
      ? pointer
          .slice(2)
          .split('/')
          .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
      : pointer;
  return keys.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], document);
}
