import type { Problem } from '../schema/index.ts';
import { badParameter } from './api-error.ts';
import type { ApiError } from './api-error.ts';
import { echo } from './echo.ts';

/** The contract's names of types in the words of the service's messages. */
const nouns: Readonly<Record<string, string>> = {
  string: 'a string',
  integer: 'an integer',
  number: 'a number',
  boolean: 'a boolean',
  object: 'an object',
  list: 'an array',
  null: 'null',
};

/** `string or number or boolean` as `one of a string, a number or a boolean`. */
function wanted(expected: string): string {
  const names = expected.split(' or ').map((name) => nouns[name] ?? name);
  if (names.length === 1) return names[0] as string;
  return `one of ${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}

/** What came, by its type: `a string`, `an array`, `a decimal number`. */
function got(received: string): string {
  if (received === 'string ""') return 'an empty string';
  if (/^number -?\d/.test(received)) return 'a decimal number';
  const [word = ''] = received.split(' ', 1);
  return nouns[word] ?? word;
}

const bound = /^(at least|at most) (-?\d+)( characters)?$/;

/**
 * Turns the first problem that the contract found into the error that the service answers with. The words for a
 * missing parameter and a wrong type are observed; the others follow them and are synthetic.
 */
export function complaint(problems: readonly Problem[]): ApiError {
  const [problem] = problems;
  if (problem === undefined) throw new RangeError('there is no problem to complain of');
  const { expected, received } = problem;
  const param = problem.path === '$' ? null : echo(problem.path.slice(2));
  const name = param === null ? 'the request body' : `'${param}'`;

  if (received === 'nothing')
    return badParameter(`Missing required parameter: ${name}.`, param, 'missing_required_parameter');

  const limit = bound.exec(expected);
  if (limit !== null) {
    const [, side, number, characters] = limit;
    const isMinimum = side === 'at least';
    if (characters !== undefined) {
      return badParameter(
        `Invalid ${name}: ${isMinimum ? 'string too short' : 'string too long'}. Expected a string with ${isMinimum ? 'minimum' : 'maximum'} length ${number}, but got ${size(received)} instead.`,
        param,
        isMinimum ? 'string_below_min_length' : 'string_above_max_length',
      );
    }
    return badParameter(
      `Invalid ${name}: integer ${isMinimum ? 'below minimum' : 'above maximum'} value. Expected a value ${isMinimum ? '>=' : '<='} ${number}, but got ${received.replace(/^\w+ /, '')} instead.`,
      param,
      isMinimum ? 'integer_below_min_value' : 'integer_above_max_value',
    );
  }
  if (expected === 'one value') {
    return badParameter(
      `Invalid type for ${name}: expected a single value, but got ${received} instead.`,
      param,
      'invalid_type',
    );
  }
  if (expected.startsWith('key of')) {
    return badParameter(
      `Invalid property name in ${name}: expected a ${expected}, but got a ${received} instead.`,
      param,
      'invalid_property_name',
    );
  }
  if (expected.endsWith(' properties')) {
    return badParameter(
      `Invalid ${name}: expected an object with ${expected}, but got an ${received.replace('fields', 'properties')} instead.`,
      param,
      'object_above_max_properties',
    );
  }
  if (expected.startsWith('"') && received.startsWith('string ')) {
    const values = expected.split(' or ').map((value) => `'${JSON.parse(value) as string}'`);
    return badParameter(
      `Invalid value: ${echo(received.slice('string '.length)).replace(/^"|"$/g, "'")}. Supported values are: ${values.join(' and ')}.`,
      param,
      'invalid_value',
    );
  }
  return badParameter(
    `Invalid type for ${name}: expected ${wanted(expected)}, but got ${got(received)} instead.`,
    param,
    'invalid_type',
  );
}

function size(received: string): string {
  const long = /… \((\d+) characters\)$/.exec(received);
  if (long !== null) return `a string with length ${long[1]}`;
  return received === 'string ""' ? 'an empty string' : 'a shorter string';
}
