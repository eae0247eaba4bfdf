/** Lines at the bottom of a terminal that are redrawn in their place, with others printed above them for good. */
export interface LiveBlock {
  /** Replaces the block. No line may be as wide as the terminal. */
  draw(lines: readonly string[]): void;
  /** Prints a line above the block. */
  print(line: string): void;
  clear(): void;
}

const toLineEnd = '\u001B[K';
const toScreenEnd = '\u001B[J';

/** @param write to the terminal; each change is one write, so that it never flickers. */
export function createLiveBlock(write: (text: string) => void): LiveBlock {
  let shown: readonly string[] = [];
  /** To the first column of the block's first line; the cursor rests at the end of its last. */
  const toStart = () => (shown.length > 1 ? `\r\u001B[${shown.length - 1}A` : '\r');
  const text = (lines: readonly string[]) => lines.map((line) => `${line}${toLineEnd}`).join('\n');
  return {
    draw(lines) {
      write(`${toStart()}${text(lines)}${toScreenEnd}`);
      shown = lines;
    },
    print(line) {
      write(`${toStart()}${line}${toLineEnd}\n${text(shown)}${toScreenEnd}`);
    },
    clear() {
      if (shown.length > 0) write(`${toStart()}${toScreenEnd}`);
      shown = [];
    },
  };
}
