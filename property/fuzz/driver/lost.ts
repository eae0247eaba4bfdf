import type { Ask } from './ask.ts';

/** Why a connection is over. */
export type FailureKind = 'crashed' | 'hung' | 'grew' | 'broke-protocol' | 'stopped';

/** A connection that ended while answers were owed. */
export class ConnectionLost extends Error {
  readonly kind: FailureKind;
  /** `exit code 1`, `no answer within 5 s`, `answered with what is no JSON: …`. */
  readonly detail: string;
  /** The end of what the driver wrote to standard error. */
  readonly stderr: string;
  /** The answers that had come, in the order of the requests; undefined where none had. */
  answers: readonly (string | undefined)[] = [];
  /** What the process had been asked, the latest last; told of one that grew. */
  recent: readonly Ask[] = [];

  constructor(kind: FailureKind, detail: string, stderr: string) {
    super(`${kind}: ${detail}`);
    this.kind = kind;
    this.detail = detail;
    this.stderr = stderr;
  }
}
