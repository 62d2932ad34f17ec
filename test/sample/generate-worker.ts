import { generateResort } from '../../src/sample/generate.ts';

/** Writes one sample in a process of its own, whose heap the test limits. */
await generateResort(JSON.parse(process.argv[2] ?? '{}'));
