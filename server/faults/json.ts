import type { Json } from '../operations.ts';

/** A JSON object that is being made wrong. */
export type JsonObject = Record<string, unknown>;

/** The value of a JSON text. */
export const parseJson = (json: Json): JsonObject =>
  JSON.parse(typeof json === 'string' ? json : Buffer.from(json).toString('utf8')) as JsonObject;

/** Changes a JSON text by its value, now or when it has come. */
export function mapJson(
  json: Json | Promise<Json>,
  change: (value: JsonObject) => JsonObject,
): Json | Promise<Json> {
  const map = (text: Json): string => JSON.stringify(change(parseJson(text)));
  return json instanceof Promise ? json.then(map) : map(json);
}
