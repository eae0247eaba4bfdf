import { main } from './main.ts';
import { processIo } from './io.ts';

await main(process.argv.slice(2), processIo());
