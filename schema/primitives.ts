import { z } from 'zod';

/** Unix time in whole seconds. No bounds are published, so 2038 and later are legal. */
export const UnixSeconds = z.int();

/** A whole number for which no bounds are published. */
export const Integer = z.int();

/** A number of requests, files, seconds or megabytes that a caller chooses. */
export const PositiveInteger = z.int().min(1);
