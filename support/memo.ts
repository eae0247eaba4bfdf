/**
 * A function that remembers its results, for texts that come up again and again. It forgets all of them when they are
 * too many: memory stays bounded whatever it is asked.
 */
export function remember<Argument extends string | number, Result>(
  make: (argument: Argument) => Result,
  most = 10_000,
): (argument: Argument) => Result {
  const known = new Map<Argument, Result>();
  return (argument) => {
    let result = known.get(argument);
    if (result === undefined) {
      result = make(argument);
      if (known.size >= most) known.clear();
      known.set(argument, result);
    }
    return result;
  };
}
