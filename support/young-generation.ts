import { setFlagsFromString } from 'node:v8';

/**
 * Keeps V8's room for what was just made as small as it is now, in the whole process, for programs that make much and keep nothing: V8 takes 130 MB for it when
 * some of it lives a little longer, such as long texts, and gains nothing by that. Only a thread of its own can be given a bound by itself.
 */
export const keepYoungGenerationSmall = (): void => setFlagsFromString('--semi-space-growth-factor=1');
