/**
 * Works on all inputs, a few at a time. After a failure nothing more is begun, but what is under way is waited for: one that fails must
 * not hide what the others have made.
 * @returns the results in the order of the inputs.
 * @throws the first failure.
 */
export async function inParallel<T, R>(
  inputs: readonly T[],
  most: number,
  work: (input: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const failures: unknown[] = [];
  const open = inputs.entries();
  const worker = async (): Promise<void> => {
    for (const [i, input] of open) {
      try {
        results[i] = await work(input);
      } catch (error) {
        failures.push(error);
      }
      if (failures.length > 0) return;
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, inputs.length) }, worker));
  if (failures.length > 0) throw failures[0];
  return results;
}
