import { z } from 'zod';
import type { RejectLimit } from '../settings.ts';

/** The config file (DESIGN.md 6.7). Unknown keys are errors everywhere. Messages say what to do. */

export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;

/** Names of targets that need no configuration, so no configured target may take them. */
export const EMBEDDED_TARGET = 'embedded';
export const DATABASE_URL_TARGET = 'DATABASE_URL';

export const tenantId = z
  .string({ error: 'Give the id of the resort (tenants.id) as text; put it in quotes if it is a number.' })
  .regex(/^\S+$/, 'Give the id of the resort in Tailtown (tenants.id), without spaces.');

const timeZone = z.string().refine(isTimeZone, 'Give an IANA time zone, such as America/Denver.');

const limit = z.union([z.number(), z.string()]).transform((value, context): RejectLimit => {
  const parsed = parseLimit(String(value));
  if (parsed) return parsed;
  context.addIssue({ code: 'custom', message: LIMIT_HINT, input: value });
  return z.NEVER;
});
const LIMIT_HINT = 'Give a count of records (0, 3) or a share of them (2%, at most 100%).';
const limits = z.record(z.string(), limit);

const targetName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'Use letters, digits, dot, dash and underscore.')
  .refine(
    (name) => name !== EMBEDDED_TARGET && name !== DATABASE_URL_TARGET,
    'This name is taken; choose another.',
  );

/** `90s` as 90,000 milliseconds, in bounds that are told; where it may be `none`, 0. */
const duration = (least: string, most: string, mayBeNone = false) =>
  z.union([z.number(), z.string()]).transform((given, context): number => {
    const milliseconds = parseDuration(String(given));
    const fits = (parseDuration(least) ?? 0) <= (milliseconds ?? -1);
    if (milliseconds !== null && fits && milliseconds <= (parseDuration(most) ?? 0)) return milliseconds;
    if (mayBeNone && given === 'none') return 0;
    const message = `Give a time such as 500ms, 30s, 5m or 2h, from ${least} to ${most}${mayBeNone ? ', or none' : ''}.`;
    context.addIssue({ code: 'custom', message, input: given });
    return z.NEVER;
  });

/** Nothing that the program waits for between two statements of one transaction takes two minutes without a sign of life. */
const timeouts = z.strictObject({
  connect: duration('1s', '10m').optional(),
  statement: duration('1m', '24h', true).optional(),
  lock: duration('1s', '1h').optional(),
  idle: duration('2m', '24h').optional(),
});

const age = z.string().regex(/^\d+d$/, 'Give a number of days, such as 90d.');

/** A day, or an instant with its offset from UTC. */
const asOf = z.string().transform((value, context): string => {
  const instant = parseInstant(value);
  if (instant) return instant;
  context.addIssue({ code: 'custom', message: AS_OF_HINT, input: value });
  return z.NEVER;
});
export const AS_OF_HINT =
  'Give a day (2026-01-15) or an instant with its offset (2026-01-15T18:00:00-07:00).';

const variableName = z
  .string()
  .regex(
    /^[A-Za-z_][A-Za-z0-9_]*$/,
    'Give the name of an environment variable; what it holds stays out of files.',
  );

const apiKey = z
  .strictObject({
    location: z.string().regex(/^\S+$/, 'Give the id of a location in Gingr, in quotes.').optional(),
    keyEnv: variableName.optional(),
    keyFile: z.string().min(1, 'Give the path of a file that holds the key and nothing else.').optional(),
  })
  .refine((value) => (value.keyEnv === undefined) !== (value.keyFile === undefined), {
    error: 'Give exactly one of keyEnv (name of a variable) and keyFile (path of a file).',
    when: ({ value }) => typeof value === 'object' && value !== null,
  });

const day = z.string().refine((text) => text.length === 10 && parseInstant(text) !== null, {
  error: 'Give a day, such as 2015-03-01.',
});

const whole = (least: number, most: number) =>
  z
    .int({ error: `Give a whole number from ${least} to ${most}.` })
    .min(least)
    .max(most);

/** How Gingr's API is read (gingr-sources.md 1.2). */
const gingr = z
  .strictObject({
    subdomain: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]*$/i, 'Give the first word of SUBDOMAIN.gingrapp.com.')
      .optional(),
    url: z
      .string()
      .refine(isApiUrl, 'Give the address with https:// and nothing behind the host.')
      .optional(),
    keys: z.array(apiKey).min(1, 'Give at least one key.'),
    firstDay: day.optional(),
    concurrency: whole(1, 16).optional(),
    paceMs: whole(0, 60_000).optional(),
    timeoutMs: whole(10, 600_000).optional(),
    retryMs: whole(1, 60_000).optional(),
  })
  .refine((value) => (value.subdomain === undefined) !== (value.url === undefined), {
    error: 'Give exactly one of subdomain and url.',
    when: ({ value }) => typeof value === 'object' && value !== null,
  });

/** Keys go in the query of an address: a plain connection would show them to everybody on the way. */
function isApiUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, pathname, search, username } = new URL(text);
  const local = hostname === '127.0.0.1' || hostname === 'localhost';
  return (
    (protocol === 'https:' || (protocol === 'http:' && local)) && pathname === '/' && search + username === ''
  );
}

const decision = z.string().trim().min(1, 'Write who decided it, and why.');

const decisions = z.strictObject({
  adoption: z.string().min(1, 'Give the path of the file of decisions.').optional(),
  merges: z.string().min(1, 'Give the path of the file of merges.').optional(),
  gingrSync: decision.optional(),
  reminders: decision.optional(),
  devTenant: decision.optional(),
  sharedResort: decision.optional(),
  smallerSnapshot: decision.optional(),
  backup: decision.optional(),
});

const rejects = z.strictObject({ accept: limits.optional(), refuse: limits.optional() });

const effort = z.strictObject({ loadMinutes: whole(1, 10_080).optional() });

const target = z
  .strictObject({
    kind: z.enum(['rehearsal', 'staging', 'production']),
    urlEnv: z
      .string()
      .regex(
        /^[A-Za-z_][A-Za-z0-9_]*$/,
        'Give the name of an environment variable; the URL itself stays out of files.',
      )
      .optional(),
    urlFile: z.string().min(1, 'Give the path of a file that holds the URL and nothing else.').optional(),
    tls: z
      .strictObject({
        ca: z.string().min(1, 'Give the path of a file with the certificates to trust.').optional(),
        insecure: z
          .string()
          .trim()
          .min(1, 'Write who decided that the certificate is not checked, and why.')
          .optional(),
      })
      .refine(({ ca, insecure }) => ca === undefined || insecure === undefined, {
        error: 'Give ca or insecure, not both: a certificate that is not checked needs none.',
      })
      .optional(),
    // What differs here from what the config says for all targets.
    rejects: rejects.optional(),
    limits: effort.optional(),
    timeouts: timeouts.optional(),
    decisions: decisions.optional(),
  })
  .refine((value) => (value.urlEnv === undefined) !== (value.urlFile === undefined), {
    error: 'Give exactly one of urlEnv (name of a variable) and urlFile (path of a file).',
    // Asked even where `kind` is wrong too, so that all errors come at once.
    when: ({ value }) => typeof value === 'object' && value !== null,
  });

/** Read apart, too: of a file with other mistakes it says who is told of them. */
export const webhookSchema = z
  .strictObject({
    urlEnv: variableName.optional(),
    urlFile: z.string().min(1, 'Give the path of a file that holds the address and nothing else.').optional(),
  })
  .refine((value) => (value.urlEnv === undefined) !== (value.urlFile === undefined), {
    error: 'Give exactly one of urlEnv (name of a variable) and urlFile (path of a file).',
    when: ({ value }) => typeof value === 'object' && value !== null,
  });

export const configSchema = z.strictObject({
  tenant: z
    .strictObject({
      id: tenantId.optional(),
      subdomain: tenantId.optional(),
      name: z.string().min(1).optional(),
      timeZone: timeZone.optional(),
    })
    .refine(({ id, subdomain }) => id === undefined || subdomain === undefined, {
      error: 'Give the id of the resort or its subdomain, not both.',
    })
    .optional(),
  decisions: decisions.optional(),
  sourceDatabase: z.string().regex(/^\S+$/, 'Give a short name without spaces.').optional(),
  targets: z.record(targetName, target).optional(),
  timeouts: timeouts.optional(),
  mapping: z.strictObject({ overlay: oneOrMore() }).optional(),
  rejects: rejects.optional(),
  reservationTimeMode: z.enum(['wall-as-utc', 'utc', 'date-only']).optional(),
  conflicts: z.enum(['target-wins', 'source-wins', 'fail']).optional(),
  consentUnknown: z.enum(['deny', 'target-default']).optional(),
  balanceSign: z.enum(['owes-positive', 'owes-negative']).optional(),
  retention: z
    .strictObject({
      ...{ staging: age.optional(), images: age.optional(), snapshots: age.optional() },
      ...{ rejects: age.optional(), reports: age.optional(), backups: age.optional() },
    })
    .optional(),
  limits: effort.optional(),
  backup: z
    .strictObject({
      tools: z.string().min(1, 'Give the folder of pg_dump and pg_restore.').optional(),
      scratchUrlEnv: variableName.optional(),
    })
    .optional(),
  metrics: z
    .strictObject({ file: z.string().endsWith('.prom', 'Give the path of a file that ends with .prom.') })
    .optional(),
  webhook: webhookSchema.optional(),
  cutover: z
    .strictObject({ differences: limits.optional(), backupHours: whole(1, 168).optional() })
    .optional(),
  asOf: asOf.optional(),
  complete: z.array(z.string().min(1)).optional(),
  vanished: z.enum(['keep', 'soft-delete']).optional(),
  vanishedLimit: limits.optional(),
  files: z
    .strictObject({
      entities: z.record(z.string(), z.string().min(1)).optional(),
      encodings: z.record(z.string(), z.enum(ENCODINGS)).optional(),
    })
    .optional(),
  reports: z.string().min(1).optional(),
  gingr: gingr.optional(),
});

export type ConfigFile = z.output<typeof configSchema>;

function oneOrMore() {
  const folder = z.string({ error: 'Give a folder, or a list of folders.' }).min(1, 'Give a folder.');
  return z.union([folder.transform((one) => [one]), z.array(folder)], {
    error: 'Give a folder, or a list of folders.',
  });
}

/** `2%` is a share of 0.02, `3` a count; null where it is neither. */
export function parseLimit(text: string): RejectLimit | null {
  const share = /^(\d+(?:\.\d+)?)\s*%$/.exec(text.trim());
  if (share) return Number(share[1]) <= 100 ? { kind: 'share', value: Number(share[1]) / 100 } : null;
  return /^\d+$/.test(text.trim()) ? { kind: 'count', value: Number(text.trim()) } : null;
}

/** Milliseconds of `500ms`, `30s`, `5m` or `2h`; null where it is none. */
export function parseDuration(text: string): number | null {
  const [, count, unit] = /^(\d+)\s*(ms|s|m|h)$/.exec(text.trim()) ?? [];
  if (count === undefined) return null;
  return Number(count) * ({ ms: 1, s: 1000, m: 60_000, h: 3_600_000 }[unit ?? ''] ?? 0);
}

/**
 * An ISO instant in UTC, or null. A day alone is its noon in UTC, which falls on that day in every zone
 * from UTC-12 to UTC+11.
 */
export function parseInstant(text: string): string | null {
  const day = /^(\d{4})-(\d{2})-(\d{2})$/.test(text);
  if (!day && !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text)) return null;
  const instant = new Date(day ? `${text}T12:00:00Z` : text);
  if (Number.isNaN(instant.getTime())) return null;
  // V8 rolls February 30 over to March without a word.
  if (new Date(`${text.slice(0, 10)}T00:00:00Z`).toISOString().slice(0, 10) !== text.slice(0, 10))
    return null;
  return instant.toISOString();
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    // An offset has no daylight saving: a resort's zone is a place.
    return !/^[+-]/.test(name);
  } catch {
    return false;
  }
}
