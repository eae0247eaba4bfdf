/** What a client says of odd bytes may hold them; none of them may act on the terminal. */
export const plain = (text: string): string =>
  text.replaceAll(/(?!\n)\p{Cc}/gu, (c) => `\\u${(c.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`);
