type Json = Readonly<Record<string, unknown>>;

/** An object as it is, anything else as an empty one. */
export const objectOf = (value: unknown): Json =>
  typeof value === 'object' && value !== null ? (value as Json) : {};

/** Whether two values are the same JSON; the order of fields says nothing. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || a === null || typeof b !== 'object' || b === null) return a === b;
  return Object.keys(a).length === Object.keys(b).length && holdsJson(a, b);
}

/** Whether a value holds at least all that is wanted: fields beyond it are none of ours. */
export function holdsJson(value: unknown, wanted: unknown): boolean {
  if (typeof value !== 'object' || value === null || typeof wanted !== 'object' || wanted === null)
    return value === wanted;
  return (
    Array.isArray(value) === Array.isArray(wanted) &&
    Object.entries(wanted).every(
      ([key, each]) => Object.hasOwn(value, key) && holdsJson((value as Json)[key], each),
    )
  );
}
