/** Works on up to `ahead` items at once, and gives the results in the order of the items. */
export async function* inOrder<In, Out>(
  items: AsyncIterable<In>,
  ahead: number,
  work: (item: In) => Promise<Out>,
): AsyncGenerator<Out> {
  const started: Promise<Out>[] = [];
  for await (const item of items) {
    const result = work(item);
    // Its error is thrown when its turn comes; until then nobody waits for it.
    result.catch(() => undefined);
    started.push(result);
    const [first] = started;
    if (first === undefined || started.length < ahead) continue;
    started.shift();
    yield await first;
  }
  for (const result of started) yield await result;
}
