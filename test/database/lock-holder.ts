import { acquireLock } from '../../src/database/lock.ts';
import { openSession } from '../../src/database/open.ts';
import { pgliteTarget, postgresTarget } from '../support/targets.ts';

/** Holds a lock until it is killed. Arguments: kind, place, tenant. */
const [, , kind, place = '', tenant = ''] = process.argv;
const target = kind === 'pglite' ? pgliteTarget(place) : postgresTarget(place);
const session = await openSession(target);
await acquireLock(target, session, tenant);
console.log('held');
setInterval(() => undefined, 60_000);
