/** ` (did you mean "text"?)` where one of the known words is close to the given one, else an empty text. */
export function didYouMean(given: string, known: Iterable<string>): string {
  const limit = Math.max(1, Math.floor(given.length / 3));
  let best: { word: string; distance: number } | null = null;
  for (const word of known) {
    const distance = editDistance(given.toLowerCase(), word.toLowerCase());
    if (distance <= limit && (best === null || distance < best.distance)) best = { word, distance };
  }
  return best ? ` (did you mean "${best.word}"?)` : '';
}

/** Edit distance in which a swap of neighbours, the usual slip of the hand, counts as one. */
export function editDistance(left: string, right: string): number {
  let before: number[] = [];
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let at = 1; at <= left.length; at += 1) {
    const next = [at];
    for (let to = 1; to <= right.length; to += 1) {
      const same = left[at - 1] === right[to - 1] ? 0 : 1;
      const best = Math.min((next[to - 1] ?? 0) + 1, (row[to] ?? 0) + 1, (row[to - 1] ?? 0) + same);
      const swapped = at > 1 && to > 1 && left[at - 1] === right[to - 2] && left[at - 2] === right[to - 1];
      next.push(swapped ? Math.min(best, (before[to - 2] ?? 0) + 1) : best);
    }
    before = row;
    row = next;
  }
  return row[right.length] ?? 0;
}
