/** For crash tests only: `name`, or `name#n` for the n-th time that the point is reached. */
const KILL_AT = process.env['TAILTOWN_MIGRATE_KILL_AT'] ?? '';

const reached = new Map<string, number>();

/**
 * A named point at which a crash test may stop the process. Does nothing unless TAILTOWN_MIGRATE_KILL_AT names the
 * point; then the process kills itself with SIGKILL, as a power cut would: no handler runs, nothing is flushed.
 */
export function checkpoint(name: string): void {
  if (KILL_AT === '') return;
  const times = (reached.get(name) ?? 0) + 1;
  reached.set(name, times);
  if (KILL_AT === name || KILL_AT === `${name}#${times}`) process.kill(process.pid, 'SIGKILL');
}
