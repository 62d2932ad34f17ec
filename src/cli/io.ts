import type { EventEmitter } from 'node:events';
import type { Readable } from 'node:stream';
import type { Environment } from '../core/config/environment.ts';
import type { Logger } from '../core/log.ts';
import type { Settings } from '../core/settings.ts';
import type { Runtime } from '../pipeline/api.ts';
import type { BackupOptions, BackupResult } from '../pipeline/backups.ts';
import type { EstimateResult } from '../pipeline/capacity.ts';
import type { CutoverOptions } from '../pipeline/cutover/index.ts';
import type { DoctorOptions } from '../pipeline/doctor/index.ts';
import type { FilesCopyOptions } from '../pipeline/files.ts';
import type { SuggestOptions } from '../pipeline/mapping-suggest.ts';
import type { Told } from '../pipeline/metered.ts';
import type { Ending, Meter } from '../pipeline/metrics.ts';
import type { PurgeOptions, PurgeResult } from '../pipeline/purge.ts';
import type { RestoreCheckOptions, RestoreCheckResult } from '../pipeline/restore-check.ts';
import type {
  CutoverResult,
  DoctorResult,
  ExceptionsResult,
  Explanation,
  ExtractResult,
  FilesResult,
  MappingCheck,
  MappingDocs,
  MappingSuggest,
  PrepareResult,
  RehearseResult,
  RejectsResult,
  ReplayResult,
  ReportPaths,
  RollbackResult,
  RunResult,
  SampleResult,
  SignOffResult,
  StageSummary,
  Statement,
  StatusResult,
  VerifyResult,
} from '../pipeline/results.ts';
import type { SignOffOptions } from '../pipeline/sign-off.ts';
import type { GenerateOptions } from '../sample/index.ts';

export interface PrepareOptions {
  dryRun: boolean;
  undo: boolean;
  /** Hears the statements before the first of them is done. */
  announce?: (statements: Statement[]) => void;
}

/** What the commands ask of the pipeline. */
export interface Api {
  runAll(rt: Runtime, o: { command: 'run'; from: string[] }): Promise<RunResult>;
  extract(rt: Runtime, o: { from: string[] }): Promise<ExtractResult>;
  transform(rt: Runtime, o: { snapshot?: string }): Promise<StageSummary>;
  validate(rt: Runtime, o: { snapshot?: string }): Promise<StageSummary>;
  load(rt: Runtime, o: { snapshot?: string; dryRun: boolean }): Promise<RunResult>;
  verify(rt: Runtime, o: { batch?: string }): Promise<VerifyResult>;
  report(rt: Runtime, o: { batch?: string; compare?: string }): Promise<ReportPaths>;
  signOff(rt: Runtime, o: SignOffOptions): Promise<SignOffResult>;
  cutover(rt: Runtime, o: CutoverOptions): Promise<CutoverResult>;
  writeExceptions(rt: Runtime, o: { batch: string; file: string }): Promise<ExceptionsResult>;
  rollback(rt: Runtime, o: { batch: string; dryRun: boolean; through: boolean }): Promise<RollbackResult>;
  rehearse(rt: Runtime, o: { from: string[] }): Promise<RehearseResult>;
  backup(rt: Runtime, o: BackupOptions): Promise<BackupResult>;
  nameBackup(rt: Runtime, o: { name: string; reason: string }): Promise<BackupResult>;
  restoreCheck(rt: Runtime, o: RestoreCheckOptions): Promise<RestoreCheckResult>;
  purge(rt: Runtime, o: PurgeOptions): Promise<PurgeResult>;
  meter(settings: Settings, log: Logger): Meter;
  /** True where the webhook at this address took it. */
  notify(url: string, log: Logger | null, ending: Ending, told: Told): Promise<boolean>;
  estimate(rt: Runtime, o: { snapshot?: string }): Promise<EstimateResult>;
  prepare(rt: Runtime, o: PrepareOptions): Promise<PrepareResult>;
  doctor(rt: Runtime, o: DoctorOptions): Promise<DoctorResult>;
  status(rt: Runtime): Promise<StatusResult>;
  resolveTenant(settings: Settings): Promise<Settings>;
  explain(rt: Runtime, o: { what: string; id: string }): Promise<Explanation>;
  rejectsExport(rt: Runtime, o: { batch?: string; out: string }): Promise<RejectsResult>;
  rejectsReplay(rt: Runtime, o: { batch?: string; files: string[] }): Promise<ReplayResult>;
  filesCopy(rt: Runtime, o: FilesCopyOptions): Promise<FilesResult>;
  mappingCheck(rt: Runtime, o: { snapshot?: string }): Promise<MappingCheck>;
  mappingSuggest(rt: Runtime, o: SuggestOptions): Promise<MappingSuggest>;
  mappingDocs(rt: Runtime, o: { out: string | null }): Promise<MappingDocs>;
  sample(rt: Runtime, o: GenerateOptions & { databases: number }): Promise<SampleResult>;
}

export interface OutStream {
  write(text: string): unknown;
  columns?: number | undefined;
}

/** The world around a command. Tests hand in their own. */
export interface Io {
  stdout: OutStream;
  stderr: OutStream;
  stdin: Readable;
  /** Whether a person sits at each of them. */
  isTTY: { stdin: boolean; stderr: boolean };
  env: Environment;
  cwd: string;
  /** Where SIGINT and SIGTERM come from. */
  signals: Pick<EventEmitter, 'on' | 'off'>;
  /** Ends the process at once. */
  exit(status: number): void;
  /** The pipeline is read only when a command needs it, so that help and usage errors are quick. */
  api(): Promise<Api>;
}

/** The world of a real process. */
export function processIo(): Io {
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    stdin: process.stdin,
    isTTY: { stdin: process.stdin.isTTY === true, stderr: process.stderr.isTTY === true },
    env: process.env,
    cwd: process.cwd(),
    signals: process,
    exit: (status) => process.exit(status),
    api: () => import('../pipeline/api.ts'),
  };
}
