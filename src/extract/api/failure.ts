/** Why one call brought no answer that can be used. Never holds the address, the key or a word of the answer. */
export type FailureKind =
  | 'network'
  | 'timeout'
  | 'status'
  | 'redirect'
  | 'empty'
  | 'html'
  | 'truncated'
  | 'said-no'
  | 'shape'
  | 'foreign'
  | 'paging'
  | 'missing'
  /** A page of the web site, from an endpoint that nobody documents: it may not be for keys at all. */
  | 'web-page'
  | 'refused';

export class ApiFailure extends Error {
  readonly kind: FailureKind;
  /** Milliseconds that the server asks for; null where it does not. */
  readonly retryAfterMs: number | null;

  constructor(kind: FailureKind, message: string, retryAfterMs: number | null = null, cause?: unknown) {
    super(message, { cause });
    this.name = 'ApiFailure';
    this.kind = kind;
    this.retryAfterMs = retryAfterMs;
  }

  /** Whether it tells of the server or the way to it, and not of what was asked. */
  get isOutage(): boolean {
    return OUTAGES.has(this.kind);
  }

  /** How often a call is tried that fails in this way. */
  get attempts(): number {
    if (this.kind === 'refused' || this.kind === 'missing') return FEW;
    return this.isOutage ? MOST : MANY;
  }
}

const OUTAGES: ReadonlySet<FailureKind> = new Set([
  ...(['network', 'timeout', 'status', 'redirect', 'empty', 'html', 'truncated'] as const),
]);

/** A server in trouble says "not found" and "not you" as well. */
const FEW = 3;
const MANY = 8;
/** With the default back-off some ten minutes; the breaker's pauses come on top. */
const MOST = 16;
