import packageJson from 'chatkit-harness/package.json' with { type: 'json' };

/** The package's version. */
export const { version } = packageJson;
