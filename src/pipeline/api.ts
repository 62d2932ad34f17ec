/** Every command as a function: what `cli/` calls, and what tests call without a process. */
export { backup, nameBackup } from './backups.ts';
export { estimate } from './capacity.ts';
export { cutover } from './cutover/index.ts';
export { doctor } from './doctor/index.ts';
export { explain } from './explain.ts';
export { filesCopy } from './files.ts';
export { mappingCheck } from './mapping-check.ts';
export { mappingDocs } from './mapping-docs.ts';
export { mappingSuggest } from './mapping-suggest.ts';
export { meter, notify } from './metered.ts';
export { prepare } from './prepare.ts';
export { reportAgain as report } from './publish.ts';
export { purge } from './purge.ts';
export { rehearse } from './rehearse.ts';
export { rejectsExport } from './rejects.ts';
export { rejectsReplay } from './replay.ts';
export { restoreCheck } from './restore-check.ts';
export { rollbackBatch as rollback } from './rollback.ts';
export {
  extract,
  loadOnly as load,
  runAll,
  transformOnly as transform,
  validateOnly as validate,
} from './run.ts';
export type { Runtime } from './runtime.ts';
export { sample } from './sample.ts';
export { signOff, writeExceptions } from './sign-off.ts';
export { status } from './status.ts';
export { resolveTenant } from './tenant.ts';
export { verifyBatch as verify } from './verify.ts';
