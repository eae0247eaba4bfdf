/** The key that a deployment takes when it is told none. It opens synthetic data and nothing else. */
export const defaultApiKey = 'sk-chatkit-harness';
