import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

// What the dependency linter cannot see: the machine's clock and chance, taken without being passed in.
const forbidden =
  /\b(Date\.now|Math\.random|performance\.now|performance\.timeOrigin)\b|new Date\(\)|from '@faker-js\/faker'(?<!type.*)/;
const mayUseFaker = /^generators\/|^scripts\/words\.ts$/;

const sources = globSync('{support,schema,generators,property,server,load,scripts}/**/*.ts').filter(
  (file) => !/\.test\.ts$|\/testing\/|\/node_modules\/|^load\/k6\//.test(file),
);

it('takes clock and chance from support/ alone', () => {
  expect(sources.length).toBeGreaterThan(20);
  const offenders = sources
    .filter((file) => !file.startsWith('support/'))
    .flatMap((file) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .flatMap((line, index) => {
          const code = line.replace(/^\s*(\*|\/\/|\/\*).*/, '');
          const hit = forbidden.exec(code)?.[0];
          return hit === undefined || (hit.startsWith('from') && mayUseFaker.test(file))
            ? []
            : [`${file}:${index + 1} ${hit}`];
        }),
    );
  expect(offenders).toEqual([]);
});

it('keeps the global faker out: only the class is imported, to be given a stream', () => {
  const offenders = sources.filter((file) =>
    /import \{[^}]*\bfaker\b[^}]*\} from '@faker-js/.test(readFileSync(file, 'utf8')),
  );
  expect(offenders).toEqual([]);
});

it('keeps code files under 400 lines', () => {
  const long = sources.filter((file) => readFileSync(file, 'utf8').split('\n').length > 400);
  expect(long).toEqual([]);
});
