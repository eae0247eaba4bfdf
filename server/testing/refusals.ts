import { describe, expect, it } from 'vitest';
import { errorBody, lint } from './world.ts';
import type { AskOptions, World } from './world.ts';

export type Details = Parameters<typeof errorBody>[1];
/** A request, and how it is refused. */
export type Refusal = [
  request: string,
  options: AskOptions,
  status: number,
  message: string,
  details?: Details,
];

/** Registers a test for each refusal: status, exact body, and what holds of every error. */
export function describeRefusals(title: string, world: World, rows: readonly Refusal[]): void {
  describe(`refuses by ${title}`, () => {
    it.each([...rows])('%s %o → %i', async (request, options, status, message, details) => {
      const answer = await world.ask(request, options);
      expect(answer.json).toEqual(errorBody(message, details));
      expect(answer.status).toBe(status);
      expect(lint('error', answer.json)).toEqual([]);
      expect(answer.headers.get('content-type')).toBe('application/json');
      expect(answer.headers.get('x-request-id')).toMatch(/^req_[0-9a-f]{32}$/);
      expect(answer.headers.get('www-authenticate')).toBe(status === 401 ? 'Bearer' : null);
    });
  });
}
