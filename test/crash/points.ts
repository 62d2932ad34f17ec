import { DERIVE_STEPS } from '../../src/transform/derive/index.ts';
import { VALIDATION_RULES } from '../../src/validate/index.ts';
import { each, type Kill } from './kills.ts';

const RULES = Object.keys(VALIDATION_RULES).length;

/** Where each command of the matrix is killed, in the order in which it comes by the points. */
export interface Kills {
  extract: readonly Kill[];
  transform: readonly Kill[];
  validate: readonly Kill[];
  /** The first load, before its commit and behind it. */
  load: readonly Kill[];
  loaded: readonly Kill[];
  /** A dry run of the second export, whose staging it makes; then its load, over people's edits. */
  dryRun: readonly Kill[];
  second: readonly Kill[];
  rollback: readonly Kill[];
  /** Two batches together. */
  through: readonly Kill[];
  /** Behind the commit the same command finds its batch rolled back. */
  undone: readonly Kill[];
}

export const ON_POSTGRES: Kills = {
  extract: ['extract.lines', 'extract.lines#7', 'extract.manifest', 'extract.written', 'extract.sealed'],
  transform: [
    ...([
      'staging.opened',
      'transform.started',
      'transform.emptied',
      'transform.created',
      'copy.part',
    ] as const),
    ...(['transform.batch#6', 'copy.part#9', 'transform.copied', 'transform.indexed'] as const),
    ...(['transform.collapsing', 'transform.collapsed', 'derive.entity', 'derive.through'] as const),
    ...each('derive.step', Object.keys(DERIVE_STEPS).length),
    ...(['transform.fitted', 'transform.finished'] as const),
  ],
  validate: [
    ...(['validate.started', 'settle.reset', 'settle.parents', 'settle.folds', 'validate.settled'] as const),
    ...(['validate.rule', `validate.rule#${RULES}`, 'validate.committed', 'validate.finished'] as const),
  ],
  load: [
    ...(['load.begin', 'load.images', 'load.unit', 'load.changes', 'load.planned', 'load.opened'] as const),
    ...(['load.aside', 'load.inserted', 'load.inserted#5', 'load.inserted#9', 'load.proven'] as const),
    ...([
      'load.amended',
      'load.put-back',
      'load.kept#6',
      'load.written',
      'load.checked',
      'load.persisted',
    ] as const),
    ...(['load.before-commit', 'load.before-commit'] as const),
  ],
  loaded: [
    ...([
      'load.committed',
      'report.draft',
      'report.file',
      'load.spooled',
      'load.ended',
      'load.recorded',
    ] as const),
    ...(['verify.compared', 'verify.stored', 'report.draft#4', 'report.file#5', 'report.written'] as const),
  ],
  dryRun: ['staging.dropped', 'validate.committed', 'load.written', 'load.spooled', 'load.ended'],
  second: ['load.before-image', 'load.room#4', 'load.inserted#8', 'load.updated#5', 'load.before-commit'],
  rollback: [
    ...(['rollback.work', 'rollback.locked', 'rollback.restored', 'rollback.restored#4'] as const),
    ...(['rollback.deleted#3', 'rollback.deferred', 'rollback.proven', 'rollback.ledger'] as const),
    ...(['rollback.undone', 'rollback.before-commit', 'rollback.before-commit'] as const),
  ],
  through: ['rollback.undone', 'rollback.deleted#6', 'rollback.undone#2'],
  undone: ['rollback.committed'],
};

/** The kill takes the embedded database with it, so that these are crashes of a database too. */
export const ON_PGLITE: Kills = {
  extract: [],
  transform: ['transform.created', 'transform.copied', 'transform.collapsed'],
  validate: ['settle.folds', 'validate.committed'],
  load: ['load.planned', 'load.inserted#5', 'load.written', 'load.before-commit'],
  loaded: ['load.committed', 'verify.stored'],
  dryRun: [],
  second: ['load.updated#5', 'load.before-commit'],
  rollback: ['rollback.restored', 'rollback.before-commit'],
  through: [],
  undone: ['rollback.committed'],
};

export const PREPARE = [
  ...(['prepare.begin', 'prepare.migrated', 'prepare.step', 'prepare.migrated', 'prepare.step#2'] as const),
  ...(['prepare.recorded', 'prepare.step'] as const),
] as const satisfies readonly Kill[];
/** On the tables that Tailtown itself made, with dozens of columns and indexes to add. */
export const PREPARE_LIVE = [
  ...(['prepare.migrated', 'prepare.step#3', 'prepare.recorded', 'prepare.recorded#9'] as const),
  ...(['prepare.recorded#30', 'prepare.step#9'] as const),
] as const satisfies readonly Kill[];
export const UNDO_LIVE = ['undo.begin', 'undo.object', 'undo.object#20', 'undo.finished'] as const;
export const UNDO = ['undo.dropped'] as const;

/** On the embedded database too: it goes with the kill. */
export const REHEARSE = [
  ...([
    'rehearse.opened',
    'load.before-commit',
    'load.committed',
    'verify.stored',
    'rehearse.loaded',
  ] as const),
  ...(['rollback.before-commit', 'rollback.committed', 'rehearse.taken-back', 'load.written'] as const),
  ...(['load.recorded', 'rehearse.loaded-again', 'rehearse.finished', 'report.draft'] as const),
] as const satisfies readonly Kill[];

export const BACKUP = ['backup.dumped', 'backup.kept'] as const satisfies readonly Kill[];
export const RESTORE_CHECK = [
  'restore-check.created',
  'restore-check.restored',
] as const satisfies readonly Kill[];
export const PURGE = ['purge.noted', 'purge.committed'] as const satisfies readonly Kill[];

export const CUTOVER = [
  ...(['cutover.begun', 'load.before-commit', 'load.committed', 'verify.stored'] as const),
  ...(['cutover.loaded', 'cutover.checked', 'cutover.finished'] as const),
] as const satisfies readonly Kill[];

/** Every kill of the matrix. */
export const ALL: readonly Kill[] = [
  ...Object.values<readonly Kill[]>({ ...ON_POSTGRES }).flat(),
  ...[
    ...PREPARE,
    ...PREPARE_LIVE,
    ...UNDO_LIVE,
    ...UNDO,
    ...REHEARSE,
    ...CUTOVER,
    ...BACKUP,
    ...RESTORE_CHECK,
    ...PURGE,
  ],
];
