import { effort } from '../support/effort.ts';

/** Who found a lie: a check by its name, or what became of it otherwise. */
export type Fate =
  | 'the seal of staging'
  | 'the comparison'
  | 'control totals'
  | 'safety facts'
  | 'conservation'
  | 'a rejection'
  | 'a suspicion'
  | 'another finding'
  | 'the database'
  | 'the mapping check'
  | 'foreign keys'
  | 'verify'
  | 'healed'
  | 'survived';

export interface Found {
  fate: Fate;
  /** What was said, for whoever doubts it. */
  said: string;
}

/** Lies that no check can see, with the reason. */
export interface Unseen {
  matches: RegExp;
  why: string;
}

/** All of them, or as many as asked for, spread over the list by the seed: every class comes before any comes twice. */
export function sampled<T>(all: readonly T[], short: number, classOf: (one: T) => string): T[] {
  const { runs, seed } = effort(short);
  const random = generator(seed);
  const shuffled = all.map((one) => ({ one, at: random() })).sort((a, b) => a.at - b.at);
  const met = new Map<string, number>();
  const ranked = shuffled.map(({ one }) => {
    const rank = met.get(classOf(one)) ?? 0;
    met.set(classOf(one), rank + 1);
    return { one, rank };
  });
  return ranked
    .sort((a, b) => a.rank - b.rank)
    .slice(0, runs)
    .map(({ one }) => one);
}

/** Park and Miller's: numbers from 0 to 1. */
function generator(seed: number): () => number {
  let state = (seed % 2_147_483_646) + 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

const OFTEN = 100;
/** So many lies of one reason, each found, say that the reason has become stale. */
const TELLING = 3;

/** Counts who found what, and prints what is wrong at once: lies that nobody saw, and reasons that have become stale. */
export class Score {
  readonly #what: string;
  readonly #unseen: readonly Unseen[];
  readonly #began = performance.now();
  readonly #fates = new Map<string, number>();
  readonly #problems: string[] = [];
  readonly #listed = new Map<Unseen, { tried: number; seen: number }>();
  #tried = 0;

  constructor(what: string, unseen: readonly Unseen[] = []) {
    this.#what = what;
    this.#unseen = unseen;
  }

  add(name: string, { fate, said }: Found): void {
    this.#tried += 1;
    const reason = this.#unseen.find(({ matches }) => matches.test(name));
    const counted = fate === 'survived' && reason ? 'cannot be seen' : fate;
    this.#fates.set(counted, (this.#fates.get(counted) ?? 0) + 1);
    if (fate === 'survived' && !reason) this.#problem(`${name}: nobody saw it (${said})`);
    if (reason) {
      const { tried, seen } = this.#listed.get(reason) ?? { tried: 0, seen: 0 };
      this.#listed.set(reason, { tried: tried + 1, seen: seen + Number(fate !== 'survived') });
    }
    if (this.#tried % OFTEN === 0) this.#print();
  }

  /** Prints the score, and gives what is wrong with it. */
  end(): string[] {
    for (const [{ matches }, { tried, seen }] of this.#listed)
      if (tried >= TELLING && seen === tried)
        this.#problem(`${matches}: listed as unseen, but each was found`);
    this.#print();
    return this.#problems;
  }

  #problem(problem: string): void {
    this.#problems.push(problem);
    process.stdout.write(`  ${problem}\n`);
  }

  #print(): void {
    const counts = [...this.#fates].sort((a, b) => b[1] - a[1]).map(([fate, count]) => `${fate} ${count}`);
    const seconds = ((performance.now() - this.#began) / 1000).toFixed(1);
    const size = `${this.#tried} tried (seed ${effort(0).seed}) in ${seconds} s`;
    process.stdout.write(`liars, ${this.#what}: ${size}: ${counts.join(', ')}\n`);
  }
}
