/** A field of a protobuf message: its number, and its bytes where it has a length. */
export interface Field {
  readonly number: number;
  /** null for numbers, which nothing here asks for. */
  readonly bytes: Buffer | null;
}

/** Reads the fields of a message, one level deep. */
export function fieldsOf(message: Buffer): Field[] {
  const fields: Field[] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = message[at] ?? 0;
      at += 1;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  while (at < message.length) {
    const key = varint();
    const number = Math.floor(key / 8);
    const kind = key % 8;
    if (kind === 2) {
      const length = varint();
      fields.push({ number, bytes: message.subarray(at, at + length) });
      at += length;
    } else {
      if (kind === 0) varint();
      else if (kind === 1) at += 8;
      else if (kind === 5) at += 4;
      else throw new RangeError(`no field of protobuf is of kind ${kind}`);
      fields.push({ number, bytes: null });
    }
  }
  return fields;
}

/** The messages or texts of one field. */
export const allOf = (message: Buffer, number: number): Buffer[] =>
  fieldsOf(message).flatMap((field) =>
    field.number === number && field.bytes !== null ? [field.bytes] : [],
  );

/** Unpacks Snappy's block format. */
export function unsnappy(packed: Buffer): Buffer {
  let at = 0;
  while ((packed[at] ?? 0) >= 128) at += 1;
  at += 1;
  const out: number[] = [];
  while (at < packed.length) {
    const tag = packed[at] ?? 0;
    at += 1;
    if (tag % 4 === 0) {
      let length = tag >> 2;
      if (length >= 60) {
        const size = length - 59;
        length = packed.readUIntLE(at, size);
        at += size;
      }
      for (const byte of packed.subarray(at, at + length + 1)) out.push(byte);
      at += length + 1;
      continue;
    }
    const [size, length] =
      tag % 4 === 1 ? [1, ((tag >> 2) & 7) + 4] : [tag % 4 === 2 ? 2 : 4, (tag >> 2) + 1];
    const high = tag % 4 === 1 ? (tag >> 5) * 256 : 0;
    const offset = high + packed.readUIntLE(at, size);
    at += size;
    for (let i = 0; i < length; i += 1) out.push(out[out.length - offset] ?? 0);
  }
  return Buffer.from(out);
}
