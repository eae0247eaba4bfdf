import { ApiError } from './api-error.ts';

const tooLarge = (maxBytes: number): ApiError =>
  new ApiError(413, `The request body is larger than the ${maxBytes} bytes that this deployment accepts.`, {
    code: 'request_too_large',
  });

const unreadable = (): ApiError =>
  new ApiError(
    400,
    'We could not parse the JSON body of your request. The API expects a JSON object in UTF-8.',
    { code: 'invalid_json' },
  );

/** Nobody is left to read it; it keeps a caller who hangs up from looking like a defect. */
const interrupted = (): ApiError => new ApiError(400, 'The request body did not arrive whole.');

/**
 * Reads a request's body as JSON.
 * @param maxBytes a longer body is refused as soon as that is known: by its declared length, or while it comes.
 * @throws ApiError 415 for another content type or an encoding, 413, 400 for what is no JSON.
 */
export async function readJsonBody(request: Request, maxBytes: number): Promise<unknown> {
  const type = request.headers.get('content-type');
  // Clients that name no type mean JSON here: there is nothing else to mean.
  if (type !== null && !/^\s*application\/([\w.-]+\+)?json\s*(;|$)/i.test(type)) {
    throw new ApiError(
      415,
      "Unsupported content type. This API takes 'application/json'; set the Content-Type header to it.",
      { code: 'unsupported_content_type' },
    );
  }
  const encoding = request.headers.get('content-encoding');
  if (encoding !== null && encoding.trim().toLowerCase() !== 'identity') {
    throw new ApiError(415, 'Compressed request bodies are not supported.', {
      code: 'unsupported_content_encoding',
    });
  }
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const bytes = await readBounded(request, maxBytes);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch {
    throw unreadable();
  }
}

async function readBounded(request: Request, maxBytes: number): Promise<Uint8Array> {
  if (request.body === null) return new Uint8Array();
  const reader = (request.body as ReadableStream<Uint8Array>).getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw interrupted();
    });
    if (done) return Buffer.concat(chunks, length);
    length += value.byteLength;
    if (length > maxBytes) {
      // The rest is not waited for.
      void reader.cancel().catch(() => undefined);
      throw tooLarge(maxBytes);
    }
    chunks.push(value);
  }
}
