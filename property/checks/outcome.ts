import type { WireFailureName } from './wire.ts';

/** Thrown where a check cannot go on, through no fault that it looks for: it is then not tried, for this reason. */
export class NotTried extends Error {
  override readonly name = 'NotTried';
}

/** Thrown where a request got no whole answer. Checks that look at every exchange tell of it; others end. */
export class Unanswered extends NotTried {
  readonly failure: WireFailureName;

  constructor(failure: WireFailureName, request: string) {
    super(`${request} got no whole answer (${failure})`);
    this.failure = failure;
  }
}

/** Thrown where a check is refuted in the middle of gathering its evidence. */
export class Refuted extends Error {
  override readonly name = 'Refuted';
  readonly expected: string;
  readonly received: string;

  constructor(expected: string, received: string) {
    super(`expected ${expected}, received ${received}`);
    this.expected = expected;
    this.received = received;
  }
}
