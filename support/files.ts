import { mkdir, rmdir } from 'node:fs/promises';
import path from 'node:path';

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'no space is left on the device',
  EACCES: 'permission is denied',
  EPERM: 'the operation is not permitted',
  EROFS: 'the file system is read-only',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EEXIST: 'a file of this name is in the way',
  EISDIR: 'a folder of this name is in the way',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'a file may not grow that large here',
  ENOENT: 'no such file or folder',
};

/** The system's code of an error, such as `ENOENT`. */
export const fileErrorCode = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

/** What went wrong with a file, in words and with the system's code. */
export function describeFileError(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === undefined) return message;
  return reasons[code] === undefined ? message : `${reasons[code]} (${code})`;
}

async function makeOne(dir: string): Promise<string | undefined> {
  try {
    await mkdir(dir);
    return dir;
  } catch (error) {
    if (fileErrorCode(error) !== 'EEXIST') throw error;
    return undefined;
  }
}

/**
 * Makes a folder and those above it. Node's own recursive mkdir never returns where a file system answers ENOENT
 * for good, as /proc does.
 * @returns the topmost folder that had to be made; undefined when all were there.
 * @throws the system's error.
 */
export async function makeFolders(dir: string): Promise<string | undefined> {
  try {
    return await makeOne(dir);
  } catch (error) {
    const parent = path.dirname(dir);
    if (fileErrorCode(error) !== 'ENOENT' || parent === dir) throw error;
    const top = await makeFolders(parent);
    return (await makeOne(dir)) === undefined ? top : (top ?? dir);
  }
}

/** Takes back what `makeFolders` made: `dir` and the folders above it up to `top`, as far as they are empty. */
export async function removeEmptyFolders(dir: string, top: string): Promise<void> {
  const last = path.resolve(top);
  for (let here = path.resolve(dir); ; here = path.dirname(here)) {
    try {
      await rmdir(here);
    } catch {
      return;
    }
    if (here === last) return;
  }
}
