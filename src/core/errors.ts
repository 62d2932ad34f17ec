/** Exit statuses of DESIGN.md 6.2. */
export const EXIT = { ok: 0, unexpected: 1, usage: 2, attention: 3, refused: 4, imbalance: 5 } as const;
export type ExitStatus = (typeof EXIT)[keyof typeof EXIT];

export interface ErrorContext {
  stage?: string | undefined;
  entity?: string | undefined;
  sourceId?: string | undefined;
  file?: string | undefined;
  line?: number | undefined;
  /** What to do about it, one sentence. */
  hint?: string | undefined;
  exit?: ExitStatus | undefined;
  cause?: unknown;
}

/**
 * The one base error. People see message, place and hint, never the stack.
 * Bad data is never an exception: it is an issue. `exit` is the status the command ends with.
 */
export class MigrateError extends Error {
  readonly code: string;
  readonly context: ErrorContext;

  constructor(code: string, message: string, context: ErrorContext = {}) {
    super(message, { cause: context.cause });
    this.name = 'MigrateError';
    this.code = code;
    this.context = context;
  }

  get exit(): ExitStatus {
    return this.context.exit ?? EXIT.unexpected;
  }
}

/** Bad usage, config or mapping: nothing was read or written (exit 2). */
export const usageError = (code: string, message: string, hint: string, context: ErrorContext = {}) =>
  new MigrateError(code, message, { ...context, hint, exit: EXIT.usage });

/** Refused before anything was written (exit 4). */
export const refusal = (code: string, message: string, hint: string, context: ErrorContext = {}) =>
  new MigrateError(code, message, { ...context, hint, exit: EXIT.refused });

/** The message of anything thrown, without a stack. */
export const messageOf = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.message : String(thrown);
