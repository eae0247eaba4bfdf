import type { RecordInMaking, RequestRecord } from '../records.ts';

/** Numbers of a record: its id, its four times and its status. */
const numbersEach = 6;

/** The records of one step as columns: objects that stay cost more than their memory, for they are moved about before they are left alone. */
export class PackedRecords {
  readonly #step: string;
  #length = 0;
  /** NaN where a record has null. */
  #numbers: Float64Array<ArrayBuffer> = new Float64Array(64 * numbersEach);
  #sessions: string[] = [];
  #errors: RequestRecord['error'][] = [];
  #headers: RequestRecord['headers'][] = [];
  #requestIds: RequestRecord['requestId'][] = [];

  constructor(step: string) {
    this.#step = step;
  }

  get length(): number {
    return this.#length;
  }

  /** @param record of this step. */
  push(record: RequestRecord): void {
    const at = this.#length * numbersEach;
    if (at === this.#numbers.length) this.#widen();
    const numbers = this.#numbers;
    numbers[at] = record.id;
    numbers[at + 1] = record.intendedMs ?? NaN;
    numbers[at + 2] = record.sentMs ?? NaN;
    numbers[at + 3] = record.firstByteMs ?? NaN;
    numbers[at + 4] = record.endMs ?? NaN;
    numbers[at + 5] = record.status ?? NaN;
    this.#sessions.push(record.session);
    this.#errors.push(record.error);
    this.#headers.push(record.headers);
    this.#requestIds.push(record.requestId);
    this.#length += 1;
  }

  /** Lets go of every other one; the first stays. */
  thin(): void {
    const numbers = this.#numbers;
    for (let i = 0; 2 * i < this.#length; i += 1)
      numbers.copyWithin(i * numbersEach, 2 * i * numbersEach, (2 * i + 1) * numbersEach);
    this.#sessions = everyOther(this.#sessions);
    this.#errors = everyOther(this.#errors);
    this.#headers = everyOther(this.#headers);
    this.#requestIds = everyOther(this.#requestIds);
    this.#length = this.#sessions.length;
  }

  /** As they came, in their order. */
  records(): RequestRecord[] {
    return Array.from({ length: this.#length }, (_, i) => this.#at(i));
  }

  #at(i: number): RequestRecord {
    const number = (which: number): number => this.#numbers[i * numbersEach + which] as number;
    const numberOrNull = (which: number): number | null =>
      Number.isNaN(number(which)) ? null : number(which);
    const record: RecordInMaking = {
      id: number(0),
      session: this.#sessions[i] as string,
      step: this.#step,
      intendedMs: numberOrNull(1),
      sentMs: numberOrNull(2),
      firstByteMs: numberOrNull(3),
      endMs: numberOrNull(4),
      status: numberOrNull(5),
    };
    const [error, headers, requestId] = [this.#errors[i], this.#headers[i], this.#requestIds[i]];
    if (error !== undefined) record.error = error;
    if (headers !== undefined) record.headers = headers;
    if (requestId !== undefined) record.requestId = requestId;
    return record;
  }

  #widen(): void {
    const wider = new Float64Array(2 * this.#numbers.length);
    wider.set(this.#numbers);
    this.#numbers = wider;
  }
}

const everyOther = <T>(list: readonly T[]): T[] => list.filter((_, i) => i % 2 === 0);
