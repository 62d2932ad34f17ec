/** Entities of which Gingr merges records: the first goes away, the second stays, and what hung on it moves (gingr-sources.md 2.1). */
export const MERGEABLE: readonly string[] = ['owners', 'animals'];

/** One line of the reviewed file of merges: `sourceId` was merged into `survivor`, which was merged into none. */
export interface MergeDecision {
  entity: string;
  sourceId: string;
  survivor: string;
}
