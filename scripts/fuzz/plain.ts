/** Deep nesting and long numbers make lines that nobody reads. */
const longestLine = 1000;

/** A line for an expectation file, or where it stands when it is too long for a terminal. */
export const lineToExpect = (line: string): string =>
  line.length <= longestLine
    ? line
    : `a line of ${line.length} characters, in to-expect.ndjson of --out DIR (and in --json)`;

/** What a client says of odd bytes may hold them; none of them may act on the terminal. */
export const plain = (text: string): string =>
  text.replaceAll(/(?!\n)\p{Cc}/gu, (c) => `\\u${(c.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`);
