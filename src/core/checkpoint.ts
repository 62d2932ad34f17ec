/**
 * Every point at which a crash test stops the process, in the order in which the commands come by them. One that no
 * test reaches fails the crash matrix, so nothing stands here for show.
 */
export const CHECKPOINTS = [
  // extract
  ...['extract.lines', 'extract.manifest', 'extract.written', 'extract.sealed'],
  // prepare, and its undo
  ...['prepare.begin', 'prepare.migrated', 'prepare.recorded', 'prepare.step'],
  ...['undo.begin', 'undo.object', 'undo.dropped', 'undo.finished'],
  // the staging set, and the stages that are kept with it
  ...['staging.dropped', 'staging.opened', 'transform.started', 'validate.started'],
  // transform
  ...['transform.emptied', 'transform.created', 'copy.part', 'transform.batch', 'transform.copied'],
  ...['transform.indexed', 'transform.collapsing', 'transform.collapsed', 'derive.entity', 'derive.through'],
  ...['derive.step', 'transform.fitted', 'transform.finished'],
  // validate; settling is done again by every load
  ...['settle.reset', 'settle.parents', 'settle.folds', 'validate.settled', 'validate.rule'],
  ...['validate.committed', 'validate.finished'],
  // load
  ...[
    'load.begin',
    'load.images',
    'load.unit',
    'load.changes',
    'load.planned',
    'load.opened',
    'load.before-image',
  ],
  ...[
    'load.room',
    'load.aside',
    'load.inserted',
    'load.proven',
    'load.updated',
    'load.amended',
    'load.put-back',
    'load.kept',
  ],
  ...['load.written', 'load.checked', 'load.persisted', 'load.before-commit', 'load.spooled', 'load.ended'],
  ...['load.committed', 'load.recorded'],
  // verify and report
  ...['verify.compared', 'verify.stored', 'report.draft', 'report.file', 'report.written'],
  // rollback
  ...['rollback.work', 'rollback.locked', 'rollback.restored', 'rollback.deleted', 'rollback.deferred'],
  ...[
    'rollback.proven',
    'rollback.ledger',
    'rollback.undone',
    'rollback.before-commit',
    'rollback.committed',
  ],
  // rehearse
  ...[
    'rehearse.opened',
    'rehearse.loaded',
    'rehearse.taken-back',
    'rehearse.loaded-again',
    'rehearse.finished',
  ],
  // backup
  ...['backup.dumped', 'backup.kept', 'restore-check.created', 'restore-check.restored'],
  // purge
  ...['purge.noted', 'purge.committed'],
  // cutover
  ...['cutover.begun', 'cutover.loaded', 'cutover.checked', 'cutover.finished'],
] as const;

export type Checkpoint = (typeof CHECKPOINTS)[number];

/** For crash tests only: a point, or `point#n` for the n-th time that it is reached. */
const KILL_AT = process.env['TAILTOWN_MIGRATE_KILL_AT'] ?? '';

const reached = new Map<Checkpoint, number>();

/**
 * A named point at which a crash test may stop the process. Does nothing unless TAILTOWN_MIGRATE_KILL_AT names the
 * point; then the process kills itself with SIGKILL, as a power cut would: no handler runs, nothing is flushed.
 */
export function checkpoint(name: Checkpoint): void {
  if (KILL_AT === '') return;
  const times = (reached.get(name) ?? 0) + 1;
  reached.set(name, times);
  if (KILL_AT === name || KILL_AT === `${name}#${times}`) process.kill(process.pid, 'SIGKILL');
}
