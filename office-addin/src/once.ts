// What is worked out of a long list is worked out once, however often it is drawn; a list that changes is another.

export function once<From extends object, Made>(work: (from: From) => Made): (from: From) => Made {
  const known = new WeakMap<From, Made>();
  return (from) => {
    if (!known.has(from)) known.set(from, work(from));
    return known.get(from) as Made;
  };
}
