/**
 * How often each limiter is named by its own probes in virtual time, by limit and latency:
 *
 *     node load/probes/testing/run-identify.ts [seeds, default 20] [limits, default 1,2,3,5,10,60] [latencies in ms, default 0,20,80] [window in ms, default 4000] [other windows]
 *
 * With other windows, such as 0.5,0.95,1.1: how often a limiter of such a part of the window is taken for one of the window itself. A bucket is named
 * rightly when it is named of another rate.
 *
 * Exit code 1 when a wrong one is named, or the true one was held to be contradicted.
 */
import { limiterNames } from '../../../server/limiter/index.ts';
import { namedLimiters, rateIdentification, takenForPromised } from './identify-rates.ts';

const numbers = (text: string | undefined, otherwise: readonly number[]): readonly number[] =>
  text === undefined ? otherwise : text.split(',').map(Number);

const seeds = Array.from({ length: Number(process.argv[2] ?? 20) }, (_, i) => i + 1);
const limits = numbers(process.argv[3], [1, 2, 3, 5, 10, 60]);
const latencies = numbers(process.argv[4], [0, 20, 80]);
const windowMs = Number(process.argv[5] ?? 4000);

const otherWindows = numbers(process.argv[6], []);

for (const limit of limits) {
  for (const latencyMs of latencies) {
    console.log(`\nlimit ${limit} in ${windowMs} ms, answers within ${latencyMs} ms`);
    if (otherWindows.length > 0) {
      for (const name of limiterNames) {
        const taken = otherWindows.map((part) => {
          const { length } = takenForPromised(name, part, { limit, windowMs }, latencyMs, seeds);
          return `${part} W ${`${length}`.padStart(3)}`;
        });
        console.log(
          `  ${name.padEnd(28)} taken for the promised window, of ${seeds.length}: ${taken.join('   ')}`,
        );
      }
      continue;
    }
    for (const limiter of namedLimiters) {
      const rate = rateIdentification(limiter, { limit, windowMs }, latencyMs, seeds);
      const share = `${Math.round((100 * rate.named) / rate.runs)} %`.padStart(5);
      const cost = `${Math.round(rate.requests)} requests, ${rate.windows.toFixed(1)} windows`;
      console.log(`  ${limiter.name.padEnd(28)} ${share}  ${cost}`);
      for (const [why, count] of rate.open) console.log(`      ${count} × ${why}`);
      for (const fault of rate.wrong) console.log(`      WRONG ${fault}`);
      if (rate.wrong.length > 0) process.exitCode = 1;
    }
  }
}
