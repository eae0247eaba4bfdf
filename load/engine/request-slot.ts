const noHead = {};

/**
 * Stands in for the queue in which an autocannon client keeps what it knows of the requests under way: here there is never more than one.
 * The client's own reads the clock twice for a latency that nobody asks for (a record has its own times) and collects bodies as
 * text, which costs more than all that is recorded.
 *
 *     _doRequest: insertRequest      piece of data: addByteCount, then the parser: setHeaders, addBody …, terminateRequest
 */
export class RequestSlot {
  readonly #onBody: (chunk: Buffer) => void;
  #underWay = false;
  /** What autocannon is to send. */
  req: unknown = undefined;
  /** Of the answer that were read. */
  bytes = 0;
  headers: object = noHead;
  readonly body = '';
  /** Milliseconds; not measured here. */
  readonly duration = 0;

  /** @param onBody is given each piece of a body. */
  constructor(onBody: (chunk: Buffer) => void) {
    this.#onBody = onBody;
  }

  insertRequest(req: unknown): void {
    this.req = req;
    this.bytes = 0;
    this.headers = noHead;
    this.#underWay = true;
  }

  /** The request under way, if there is one. */
  peek(): this | undefined {
    return this.#underWay ? this : undefined;
  }

  addByteCount(count: number): void {
    this.bytes += count;
  }

  addBody(chunk: Buffer): void {
    this.#onBody(chunk);
  }

  setHeaders(head: object): void {
    this.headers = head;
  }

  /** What was known of the request under way, which is over; what it gives stands until the next one. */
  terminateRequest(): this | undefined {
    const request = this.peek();
    this.#underWay = false;
    return request;
  }

  clear(): void {
    this.#underWay = false;
  }
}
