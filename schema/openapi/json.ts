/** A JSON object, as documents are made of. */
export type JsonObject = { [key: string]: unknown };
