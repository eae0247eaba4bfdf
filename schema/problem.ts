import { z } from 'zod';
import { describeSchema, schemaAt } from './describe.ts';

/** One thing that is wrong with a value. */
export interface Problem {
  /** JSON path of the field, `$` for the whole value: `$.data[3].created_at`. */
  readonly path: string;
  /** What the contract wants there. */
  readonly expected: string;
  /** What was found, shortened; secrets are named by their type alone. */
  readonly received: string;
}

const plainKey = /^[A-Za-z_][A-Za-z0-9_]*$/;
const longestReceived = 60;
const longestKey = 100;
/** Characters as the contract's bounds count them: Unicode code points. */
const characters = (text: string): number => z.core.util.codePointLength(text);

/** The text itself, or the beginning of a long one. */
function shorten(text: string, longest: number): string {
  if (text.length <= longest) return text;
  // Cut between characters: half a surrogate pair would print as an escape that was never sent.
  return `${text.slice(0, longest).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** A path in the notation of JSONPath: `$.data[0]["odd key"]`. Of keys beyond 100 characters it shows the beginning. */
export function formatPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    const name = shorten(String(key), longestKey);
    return plainKey.test(name) ? `${text}.${name}` : `${text}[${JSON.stringify(name)}]`;
  }, '$');
}

/** The value at a path; undefined where there is none. Looks at own properties only. */
export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let here = value;
  for (const key of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, key)) return undefined;
    here = (here as Record<PropertyKey, unknown>)[key];
  }
  return here;
}

/** The name of a value's type in JSON's words. */
export function typeName(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

/** A short text of a received value; never the value of a secret. */
export function describeValue(value: unknown, path: readonly PropertyKey[] = []): string {
  const name = typeName(value);
  if (value === undefined || value === null) return name;
  if (path.at(-1) === 'client_secret') return `${name} (secret, not shown)`;
  if (typeof value === 'object') {
    const size = Array.isArray(value) ? value.length : Object.keys(value).length;
    return Array.isArray(value) ? `list of ${size}` : `object with ${size} fields`;
  }
  if (typeof value === 'string') {
    if (value.length <= longestReceived) return `${name} ${JSON.stringify(value)}`;
    const start = JSON.stringify(shorten(value, longestReceived).slice(0, -1)).slice(0, -1);
    return `${name} ${start}… (${characters(value)} characters)`;
  }
  return typeof value === 'number' || typeof value === 'boolean' ? `${name} ${value}` : name;
}

const unit = (origin: string) => (origin === 'string' ? ' characters' : origin === 'array' ? ' entries' : '');

/** The bound that an issue speaks of, where it speaks of one. */
function bound(issue: z.core.$ZodIssue): string | undefined {
  if (issue.code === 'too_small') return `at least ${issue.minimum}${unit(issue.origin)}`;
  if (issue.code === 'too_big') return `at most ${issue.maximum}${unit(issue.origin)}`;
  return undefined;
}

/** Turns what zod found into problems that name path, expectation and what came. */
export function problemsOf(
  schema: z.ZodType,
  value: unknown,
  issues: readonly z.core.$ZodIssue[],
): Problem[] {
  return issues.flatMap((issue): Problem[] => {
    const { path } = issue;
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        path: formatPath([...path, key]),
        expected: 'no such field in the contract',
        received: describeValue(valueAt(value, [...path, key]), [key]),
      }));
    }
    if (issue.code === 'invalid_key') {
      const inner = issue.issues[0];
      return [
        {
          path: formatPath(path),
          expected: `key of ${(inner && bound(inner)) ?? 'another form'}`,
          received: `key of ${characters(String(path.at(-1)))} characters`,
        },
      ];
    }
    const node = schemaAt(schema, path, value);
    const discriminated =
      issue.code === 'invalid_union' && 'options' in issue
        ? issue.options?.map((option) => JSON.stringify(option)).join(' or ')
        : undefined;
    const custom = issue.code === 'custom' ? (issue.params?.['expected'] as string | undefined) : undefined;
    const expected =
      custom ?? discriminated ?? bound(issue) ?? (node === undefined ? issue.message : describeSchema(node));
    return [{ path: formatPath(path), expected, received: describeValue(valueAt(value, path), path) }];
  });
}

/** One line: `$.limit: expected integer, got string "ten"`. */
export const formatProblem = (problem: Problem): string =>
  `${problem.path}: expected ${problem.expected}, got ${problem.received}`;
