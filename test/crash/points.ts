import { DERIVE_STEPS } from '../../src/transform/derive/index.ts';
import { VALIDATION_RULES } from '../../src/validate/index.ts';
import { effort, isLong } from '../support/effort.ts';
import { SHAPES, type ShapeName } from '../support/shapes/index.ts';
import { each, type Kill, pointOf } from './kills.ts';

/** A database of one shape, another one in each place of the matrix and with each seed; of all of them in a longer run. */
export const shapesFor = (place: number): readonly ShapeName[] =>
  isLong() ? SHAPES : SHAPES.filter((_, index) => index === (place + effort(0).seed) % SHAPES.length);

const RULES = Object.keys(VALIDATION_RULES).length;

/** Of these, what `npm test` kills: what each transaction and each file leaves once, not each step within (docs/proofs.md). */
const USUAL: Record<keyof Kills, readonly Kill[]> = {
  extract: ['extract.lines#7', 'extract.written'],
  transform: [
    'staging.opened',
    'transform.started',
    'copy.part',
    'transform.collapsed',
    'derive.step#4',
    'transform.finished',
  ],
  validate: ['settle.folds', 'validate.committed', 'validate.finished'],
  load: ['load.planned', 'load.inserted#5', 'load.written', 'load.before-commit'],
  loaded: ['load.committed', 'load.ended', 'load.recorded', 'verify.stored', 'report.draft#4'],
  dryRun: ['staging.dropped', 'load.spooled'],
  second: ['load.before-image', 'load.updated#5', 'load.amended#2', 'load.before-commit'],
  rollback: ['rollback.restored#4', 'rollback.deleted#3', 'rollback.before-commit'],
  through: ['rollback.undone', 'rollback.undone#2'],
  undone: ['rollback.committed'],
};
const USUAL_ON_PGLITE: readonly Kill[] = [
  ...(['transform.copied', 'load.written', 'load.committed', 'load.before-commit'] as const),
  ...(['rollback.before-commit'] as const),
];

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

const EVERYWHERE: Kills = {
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
    ...(['load.put-back', 'load.kept#6', 'load.written', 'load.checked', 'load.persisted'] as const),
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
  second: [
    ...(['load.before-image', 'load.room#4', 'load.inserted#8', 'load.updated#5', 'load.amended'] as const),
    ...(['load.amended#2', 'load.kept#8', 'load.checked', 'load.before-commit'] as const),
  ],
  rollback: [
    ...(['rollback.work', 'rollback.locked', 'rollback.restored', 'rollback.restored#4'] as const),
    ...(['rollback.deleted#3', 'rollback.deferred', 'rollback.proven', 'rollback.ledger'] as const),
    ...(['rollback.undone', 'rollback.before-commit', 'rollback.before-commit'] as const),
  ],
  through: ['rollback.undone', 'rollback.deleted#6', 'rollback.undone#2'],
  undone: ['rollback.committed'],
};

/** The kill takes the embedded database with it, so that these are crashes of a database too. */
const PGLITE: Kills = {
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

const chosen = (kills: Kills, usual: (command: keyof Kills) => readonly Kill[]): Kills => {
  const of = (command: keyof Kills) =>
    isLong() ? kills[command] : kills[command].filter((kill) => usual(command).includes(kill));
  return {
    ...{ extract: of('extract'), transform: of('transform'), validate: of('validate') },
    ...{ load: of('load'), loaded: of('loaded'), dryRun: of('dryRun'), second: of('second') },
    ...{ rollback: of('rollback'), through: of('through'), undone: of('undone') },
  };
};

/** What is killed in this run. */
export const ON_POSTGRES = chosen(EVERYWHERE, (command) => USUAL[command]);
export const ON_PGLITE = chosen(PGLITE, () => USUAL_ON_PGLITE);

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

/** Commands whose few points are killed in every run. */
const OTHERS: readonly Kill[] = [...CUTOVER, ...BACKUP, ...RESTORE_CHECK, ...PURGE];

/** While the indexes of a table that grows are set aside. */
export const LARGE = ['load.aside', 'load.put-back'] as const;

/** Of the rehearsal, what `npm test` kills. */
const USUAL_REHEARSED: readonly Kill[] = [
  'rehearse.opened',
  'load.committed',
  'rehearse.loaded',
  'rollback.committed',
  'rehearse.taken-back',
  'rehearse.loaded-again',
];
export const REHEARSED: readonly Kill[] = isLong() ? REHEARSE : USUAL_REHEARSED;

/** Every kill of the matrix. */
export const ALL: readonly Kill[] = [
  ...Object.values<readonly Kill[]>({ ...EVERYWHERE }).flat(),
  ...[...PREPARE, ...PREPARE_LIVE, ...UNDO_LIVE, ...UNDO, ...REHEARSE, ...OTHERS],
];

/** Points that only a longer run kills. */
export const LONG_ONLY: readonly string[] = [...new Set(ALL.map(pointOf))].filter(
  (point) =>
    ![
      ...[...Object.values(USUAL).flat(), ...USUAL_ON_PGLITE],
      ...[...PREPARE, ...PREPARE_LIVE, ...UNDO_LIVE, ...UNDO, ...USUAL_REHEARSED, ...LARGE, ...OTHERS],
    ].some((kill) => pointOf(kill) === point),
);
