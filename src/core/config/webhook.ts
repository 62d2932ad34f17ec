import path from 'node:path';
import type { Environment } from './environment.ts';
import type { Problem } from './problems.ts';
import type { ConfigFile } from './schema.ts';
import { fileText, type Secret, secretVariable } from './secret.ts';

/** The address of `webhook`, a secret, or null where the config has none. Problems name variable or file alone. */
export function webhookUrl(
  { config, env, cwd, base }: { config: ConfigFile; env: Environment; cwd: string; base: string },
  problems: Problem[],
): string | null {
  const { urlEnv, urlFile } = config.webhook ?? {};
  const from = urlEnv ?? urlFile;
  if (from === undefined) return null;
  const url =
    urlEnv === undefined
      ? fileText(path.resolve(base, urlFile ?? ''))
      : held(secretVariable(env, urlEnv, cwd));
  if (url && isSafe(url)) return url;
  problems.push({
    message: `webhook: ${from} ${!url ? 'is not set or cannot be read' : 'does not hold an address with https://'}.`,
    hint: `Give ${from} an address such as https://hooks.example.test/in, or take webhook out of the config.`,
  });
  return null;
}

/** Others could read along what goes to another machine without TLS. */
function isSafe(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return (
    protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname))
  );
}

const held = (secret: Secret): string | null => (secret.ok ? secret.value : null);
