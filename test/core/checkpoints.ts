import { writeSync } from 'node:fs';
import { checkpoint } from '../../src/core/checkpoint.ts';

for (const name of ['extract.lines', 'extract.sealed', 'extract.lines'] as const) {
  checkpoint(name);
  writeSync(1, `${name} `);
}
