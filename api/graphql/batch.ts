type Waiting<V> = {
  readonly resolve: (value: V | undefined) => void;
  readonly reject: (error: unknown) => void;
};

/**
 * Gathers the keys that are asked for in one turn of the event loop and loads them together, each
 * once. Answers are kept for the life of the loader, which is one operation.
 */
export function batch<V>(
  load: (ids: readonly string[]) => Promise<Map<string, V>>,
): (id: string) => Promise<V | undefined> {
  const known = new Map<string, Promise<V | undefined>>();
  let waiting = new Map<string, Waiting<V>>();
  const run = (): void => {
    const asked = waiting;
    waiting = new Map();
    load([...asked.keys()]).then(
      values => asked.forEach(({ resolve }, id) => resolve(values.get(id))),
      (error: unknown) => asked.forEach(({ reject }) => reject(error)),
    );
  };
  return id => {
    const given = known.get(id);
    if (given) return given;
    if (waiting.size === 0) setImmediate(run);
    const answer = new Promise<V | undefined>((resolve, reject) => {
      waiting.set(id, { resolve, reject });
    });
    known.set(id, answer);
    return answer;
  };
}
