/** Where the header says which system compressed (RFC 1952, OS), and what it says when that is not told. */
const systemAt = 9;
const unknownSystem = 255;

/**
 * A gzip member of its own; members joined are a gzip file of the texts joined (RFC 1952, 2.2). The header holds no
 * time and no system, so the same zlib gives the same bytes.
 */
export function gzipMember(text: Uint8Array): Uint8Array {
  // Loaded when something is packed: most datasets are not.
  const member = process.getBuiltinModule('node:zlib').gzipSync(text);
  member[systemAt] = unknownSystem;
  return member;
}
