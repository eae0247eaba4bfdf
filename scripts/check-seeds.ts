import { checkInProcess } from './check/in-process.ts';

// `npm run check:seeds [COUNT]`: the clean deployment passes all checks, whatever the seed (default: a hundred in a row).
const count = Number(process.argv[2] ?? 100);
if (!Number.isSafeInteger(count) || count < 1)
  throw new RangeError(`a number of seeds is wanted, got ${process.argv[2]}`);
const runs = 20;
let requests = 0;
let failures = 0;
for (let seed = 1; seed <= count; seed += 1) {
  const report = await checkInProcess({ seed, runs });
  requests += report.requests;
  for (const { check, outcome, reason, expected, received, path } of report.results) {
    if (outcome === 'holds') continue;
    failures += 1;
    const what = reason ?? `expected ${expected}, received ${received}`;
    console.log(
      `seed ${seed}: ${check.name} ${outcome}: ${what}${path === undefined ? '' : ` (path ${path})`}`,
    );
  }
}
console.log(
  `${count} seeds, ${requests} requests: ${failures === 0 ? 'every check passed every time' : `${failures} did not pass`}`,
);
process.exitCode = failures === 0 ? 0 : 1;
