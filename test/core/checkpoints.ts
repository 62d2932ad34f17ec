import { writeSync } from 'node:fs';
import { checkpoint } from '../../src/core/checkpoint.ts';

for (const name of ['a', 'b', 'a']) {
  checkpoint(name);
  writeSync(1, `${name} `);
}
