import { parentPort, workerData } from 'node:worker_threads';
import { chunkMapper, type MapInput, type MapJob } from './map.ts';

/** A thread that maps chunks: takes jobs, answers each with its bytes, in their order. */
const map = chunkMapper(workerData as MapInput);

parentPort?.on('message', (job: MapJob) => {
  const mapped = map(job);
  const memory = mapped.blocks.map(({ data }) => data.buffer as ArrayBuffer);
  parentPort?.postMessage(mapped, memory);
});
