import { fileURLToPath } from 'node:url';
import { installOwnPackage } from '../own-package.ts';

/** Where the peers have their package, with a lock of its own. */
export const peersDir = fileURLToPath(new URL('peers', import.meta.url));

/**
 * Installs the peers as their lock has them, unless that was done before.
 * @param say told before something is installed.
 * @throws HarnessError (exit code 3) when they cannot be installed.
 */
export const installPeers = (
  say: (text: string) => void,
  dir = peersDir,
  install?: (dir: string) => Promise<string | undefined>,
): Promise<void> =>
  installOwnPackage(
    { dir, what: 'the peers', without: 'without them: npm run bench:data -- --no-peers' },
    say,
    install,
  );
