import path from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files and folders of `test/` that take longest, longest first: started late, one of them would run alone at the end. */
const LONGEST = [
  ...['crash/pglite', 'pipeline/promises', 'docs/readme', 'pipeline/vanished', 'sample/generate'],
  ...['crash', 'pipeline/money-totals', 'pipeline/invoice', 'pipeline/tailtown', 'pipeline/attack', 'liars'],
  ...['bad-input', 'world', 'model', 'fuzz', 'pipeline', 'load', 'database'],
];

/** The order of the files of a run, where no run before it left its times too. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const root = path.join(this.ctx.config.root, 'test');
    const place = ({ moduleId }: TestSpecification) => {
      const file = path.relative(root, moduleId);
      const found = LONGEST.findIndex((start) => file.startsWith(start));
      return found < 0 ? LONGEST.length : found;
    };
    return (await super.sort(files)).sort((a, b) => place(a) - place(b));
  }
}
