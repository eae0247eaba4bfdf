import type { Fault, FaultArea, FaultTools } from './fault.ts';

/** A fault that changes the headers of every answer. */
export const headerFault = (
  area: FaultArea,
  about: Pick<Fault, 'does' | 'breaks' | 'source'>,
  install: (tools: FaultTools) => (headers: Headers, status: number) => void,
): Fault => ({
  area,
  ...about,
  install(tools) {
    const change = install(tools);
    return {
      exchange: (next) => async (request) => {
        const { body, status, headers: before } = await next(request);
        const headers = new Headers(before);
        change(headers, status);
        return new Response(body, { status, headers });
      },
    };
  },
});

/** Faults of headers that every answer has. */
export const headerFaults = {
  'request-id-missing': headerFault(
    'headers',
    {
      does: 'answers carry no x-request-id',
      breaks: 'every answer carries its request id',
      source: 'observed',
    },
    () => (headers) => headers.delete('x-request-id'),
  ),
  'request-id-repeats': headerFault(
    'headers',
    {
      does: 'all answers carry the same x-request-id',
      breaks: 'every request has an id of its own',
      source: 'observed',
    },
    ({ stream }) => {
      const requestId = `req_${stream.hex(32)}`;
      return (headers) => headers.set('x-request-id', requestId);
    },
  ),
  'content-type-wrong': headerFault(
    'headers',
    {
      does: 'answers are declared as text/plain',
      breaks: 'JSON answers are declared as application/json',
      source: 'openapi',
    },
    () => (headers) => {
      if (headers.has('content-type')) headers.set('content-type', 'text/plain; charset=utf-8');
    },
  ),
} satisfies Record<string, Fault>;
