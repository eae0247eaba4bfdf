import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

/** Texts of which the last few live: after them, the megabytes that V8 has for what was just made. */
const program = `
import { getHeapSpaceStatistics } from 'node:v8';
const kept = [];
for (let made = 0; made < 200_000; made += 1) kept[made % 4000] = { text: JSON.parse(JSON.stringify('x'.repeat(2000) + made)) };
const { space_size: bytes } = getHeapSpaceStatistics().find((space) => space.space_name === 'new_space');
console.log(Math.round(bytes / 2 ** 20), kept.length);
`;

async function megabytes(before = ''): Promise<number> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--input-type=module',
    '--eval',
    before + program,
  ]);
  return Number.parseInt(stdout, 10);
}

describe('keepYoungGenerationSmall', () => {
  it('keeps the room for what was just made as small as it is', async () => {
    const file = fileURLToPath(new URL('young-generation.ts', import.meta.url));
    const small = `import { keepYoungGenerationSmall } from ${JSON.stringify(file)}; keepYoungGenerationSmall();`;
    expect(await megabytes()).toBeGreaterThan(20);
    expect(await megabytes(small)).toBeLessThan(8);
  });
});
