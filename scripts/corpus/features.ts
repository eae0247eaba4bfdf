/** What a case is there for; a closed list, so that a runner can choose by it. */
export const features = {
  'missing-field': 'a field is not there, required or optional',
  null: 'null, where it is legal and where it is not',
  'wrong-type': 'another JSON type than the contract wants',
  enum: 'a string out of a fixed list, a constant, or one that is not in the list',
  union: 'an object whose discriminator says which of several shapes it has',
  'unknown-member': 'an object whose discriminator no shape of the contract has: a future one, or a mistake',
  boolean: 'true and false',
  number: 'whole numbers, fractions, large and negative ones',
  bounds: 'the last value inside a published bound, and the first outside',
  text: 'characters that readers have trouble with, and empty and long strings',
  uri: 'a string that has to be a URI',
  list: 'empty lists',
  map: 'an object whose names are chosen by the caller (state variables)',
  'extra-field': 'a field that the contract does not name, which is legal',
  minimal: 'nothing that may be left out, be null or be empty',
  maximal: 'everything that may be there is there',
  generated: 'as the generators of this project make it',
  'json-form': 'the same value in another JSON text: order of fields, white space, escapes',
  documented: 'an example of the public documentation, as it is printed there',
  drift: 'an example of the public documentation that contradicts the contract on the same page',
  error: 'the body of an error',
  page: 'a page of a walk through a list',
  'lying-page': 'a page that keeps to the contract in form, and misleads whoever walks on from it',
  'not-json': 'bytes that are no JSON text',
  'parser-difference': 'bytes on which JSON parsers are known to differ',
} as const;

export type Feature = keyof typeof features;
export const featureNames = Object.keys(features) as Feature[];
