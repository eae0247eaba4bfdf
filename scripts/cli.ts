import { processIo } from './io.ts';

const [command, ...rest] = process.argv.slice(2);
const isDone =
  command === 'generate' && (await (await import('./generate/at-once.ts')).generateAtOnce(rest, processIo));
if (!isDone) {
  const { main } = await import('./main.ts');
  await main(process.argv.slice(2), processIo());
}
