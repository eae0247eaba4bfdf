import OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import { createVirtualClock } from '../support/clock.ts';
import { createDeployment } from './deployment.ts';

describe('createDeployment', () => {
  it('is the fetch of the official client, with no port', async () => {
    const deployment = createDeployment({ clock: createVirtualClock() });
    const client = new OpenAI({
      apiKey: deployment.apiKey,
      baseURL: 'http://embedded/v1',
      fetch: deployment.fetch,
    });
    const session = await client.beta.chatkit.sessions.create({ user: 'u', workflow: { id: 'wf_1' } });
    expect(session.status).toBe('active');
    expect((await client.beta.chatkit.sessions.cancel(session.id)).status).toBe('cancelled');
  });
});
