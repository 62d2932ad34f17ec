import { access, constants, mkdir } from 'node:fs/promises';
import { MigrateError, messageOf } from '../core/errors.ts';
import { planPrepare } from '../database/prepare.ts';
import type { Session } from '../database/session.ts';
import { probeApi } from '../extract/index.ts';
import { readMapping } from '../mapping/read.ts';
import { readAdoption } from './adoption.ts';
import { targetRoom, workspaceRoom } from './capacity.ts';
import { expectationInWords, expectedDurations, isTooLong, linesOf } from './duration.ts';
import { knownPeople, sharedResort, tenantQuestions } from './questions.ts';
import type { DoctorCheck, DoctorResult } from './results.ts';
import type { Runtime } from './runtime.ts';
import { newestSnapshot } from './stages.ts';
import { tenantToMake, withSession } from './world.ts';

const OLDEST_SERVER = 140_000;

/** Every precondition, expected against actual, with the remedy. A check that cannot run fails and says why. */
export async function doctor(runtime: Runtime): Promise<DoctorResult> {
  const { settings } = runtime;
  const checks: DoctorCheck[] = [await nodeVersion(), ...(await workspaceChecks(runtime))];
  checks.push(
    await check(
      'mapping',
      'the mapping files are valid',
      'Mend the file and line that is named.',
      async () => {
        const mapping = await readMapping(settings.mappingFolders);
        return `${mapping.entities.length} entities, ${mapping.hash.slice(0, 12)}`;
      },
    ),
  );
  if (settings.decisions.adoption !== undefined)
    checks.push(
      await check('adoption', 'the file of decisions is valid', 'Mend the line that is named.', async () => {
        const decisions = await readAdoption(settings);
        return `${decisions.length} decisions`;
      }),
    );
  checks.push(...(await apiChecks(runtime)));
  const connected = await attempt(() => withSession(runtime, (session) => targetChecks(runtime, session)));
  if (connected.ok) checks.push(...connected.value);
  else checks.push(failed('target', 'reachable, and free for this run', connected.error));
  return { checks };
}

/** Whether each key of Gingr's API is taken, and whether together they see every location; nothing where there is no API. */
async function apiChecks({ settings, signal }: Runtime): Promise<DoctorCheck[]> {
  if (settings.gingr === null) return [];
  return [
    await check(
      "Gingr's API",
      'each key is taken, sees its location, and no location is without one',
      "Set each key's variable or file; give its user the location in Gingr's Allowed Locations; add a key for each location under `gingr.keys`.",
      async () => {
        const { unseen, uncovered, seen } = await probeApi(settings, signal);
        const gaps = [...unseen, ...uncovered];
        if (gaps.length > 0) throw new Error(gaps.join('; '));
        return `locations ${seen.join(', ')}`;
      },
    ),
  ];
}

async function targetChecks(runtime: Runtime, session: Session): Promise<DoctorCheck[]> {
  const { settings } = runtime;
  const scalar: Scalar = async (sql, params = []) => {
    const { rows } = await session.query<{ value: unknown }>(sql, params);
    return rows[0]?.value;
  };
  const plan = await planPrepare(session, tenantToMake(settings));
  const own = settings.target.kind === 'embedded' || settings.target.kind === 'rehearsal';
  // A database without Tailtown's tables that is there for rehearsals is made by `run` itself.
  const madeByRun = own && plan.creates && plan.steps.some((step) => step.kind === 'migration');
  const tenantChecks = madeByRun ? [] : await checksOfTenant(runtime, session, scalar);
  return [
    {
      name: 'target',
      ok: true,
      expected: 'reachable, and free for this run',
      actual: `${settings.target.name} (${session.kind})`,
      remedy: '',
    },
    await check('server version', 'PostgreSQL 14 or later', 'Upgrade the server.', async () => {
      const version = Number(await scalar(`SELECT current_setting('server_version_num')::int AS value`));
      if (version < OLDEST_SERVER) throw new Error(String(version));
      return String(version);
    }),
    await check(
      'writable',
      'the database takes writes',
      'Use the primary server, and a role that may write.',
      async () => {
        const readOnly = await scalar(
          `SELECT pg_is_in_recovery() OR current_setting('default_transaction_read_only') = 'on' AS value`,
        );
        if (readOnly) throw new Error('read only');
        return 'yes';
      },
    ),
    await check('encoding', 'UTF8', 'Create the database with encoding UTF8.', async () => {
      const encoding = String(await scalar(`SELECT current_setting('server_encoding') AS value`));
      if (encoding !== 'UTF8') throw new Error(encoding);
      return encoding;
    }),
    await check(
      'prepared',
      'nothing left for `prepare` to do',
      'Run `tailtown-migrate prepare`.',
      async () => {
        if (madeByRun) return 'empty: `run` prepares it';
        if (plan.steps.length > 0) throw new Error(`${plan.steps.length} statements to run`);
        return plan.left.length === 0
          ? 'up to date'
          : `up to date, but for ${plan.left.length} additions that are for the owner of the tables`;
      },
    ),
    ...tenantChecks,
    await targetRoom(runtime, session),
    await durationCheck(runtime, session),
  ];
}

/** How long a load of the newest snapshot is expected to take, against `limits.loadMinutes`. */
async function durationCheck({ settings }: Runtime, session: Session): Promise<DoctorCheck> {
  const { loadMinutes } = settings.limits;
  return check(
    'duration of a load',
    loadMinutes === null
      ? 'no limit is set (limits.loadMinutes)'
      : `at most ${loadMinutes} min (limits.loadMinutes)`,
    'Raise limits.loadMinutes and choose a quiet hour, or measure it with `tailtown-migrate rehearse`.',
    async () => {
      const manifest = await newestSnapshot(settings);
      if (manifest === null) return 'no snapshot in the workspace yet: nothing to expect';
      const source = { tenant: settings.tenant.id, sourceDatabase: settings.sourceDatabase };
      const expected = await expectedDurations(session, source, linesOf(manifest));
      const told = expectationInWords(expected, manifest.id);
      if (isTooLong(settings, expected)) throw new Error(told);
      return told;
    },
  );
}

type Scalar = (sql: string, params?: string[]) => Promise<unknown>;

async function checksOfTenant(
  { settings }: Runtime,
  session: Session,
  scalar: Scalar,
): Promise<DoctorCheck[]> {
  const { tenant, decisions } = settings;
  const questions = await attempt(async () => [
    ...(await tenantQuestions(session, tenant.id)),
    await sharedResort(session, tenant.id, await knownPeople(session, settings)),
  ]);
  return [
    await check('tenant', `a tenants row ${tenant.id}`, 'Check `tenant.id` in the config.', async () => {
      const name = await scalar(`SELECT "businessName" AS value FROM public.tenants WHERE id = $1`, [
        tenant.id,
      ]);
      if (name === undefined) throw new Error('no such row');
      return 'found';
    }),
    ...(questions.ok
      ? questions.value.map(({ key, name, expected, fine, found, remedy }): DoctorCheck => {
          const decided = decisions[key];
          const actual =
            found === null ? fine : decided === undefined ? found : `${found}; decided: ${decided}`;
          const how = `${remedy} Or say in the config why it may stay so: decisions.${key}.`;
          return { name, ok: found === null || decided !== undefined, expected, actual, remedy: how };
        })
      : [failed('questions about the tenant', 'can be asked', questions.error)]),
  ];
}

async function workspaceChecks(runtime: Runtime): Promise<DoctorCheck[]> {
  const { workspace } = runtime.settings;
  return [
    await check(
      'workspace',
      'a folder that can be written',
      'Name another folder with --workspace DIR.',
      async () => {
        await mkdir(workspace, { recursive: true, mode: 0o700 });
        await access(workspace, constants.W_OK);
        return 'writable';
      },
    ),
    await workspaceRoom(runtime),
  ];
}

const nodeVersion = () =>
  check('Node.js', '20.19 or later', 'Install a current Node.js.', async () => {
    const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
    if (major < 20 || (major === 20 && minor < 19)) throw new Error(process.versions.node);
    return process.versions.node;
  });

async function check(
  name: string,
  expected: string,
  remedy: string,
  actual: () => Promise<string>,
): Promise<DoctorCheck> {
  const found = await attempt(actual);
  return found.ok
    ? { name, ok: true, expected, actual: found.value, remedy }
    : { ...failed(name, expected, found.error), remedy };
}

function failed(name: string, expected: string, error: unknown): DoctorCheck {
  const remedy = error instanceof MigrateError ? (error.context.hint ?? '') : '';
  return { name, ok: false, expected, actual: messageOf(error), remedy };
}

async function attempt<T>(
  work: () => Promise<T>,
): Promise<{ ok: true; value: T } | { ok: false; error: unknown }> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    return { ok: false, error };
  }
}
