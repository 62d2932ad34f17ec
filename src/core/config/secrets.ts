import type { Settings } from '../settings.ts';

/** The form of a database URL, as hints give it: the mask leaves it alone. */
export const URL_FORM = 'postgresql://USER:PASSWORD@HOST:5432/DATABASE';

/** Shorter passwords are no secret, and their letters occur in every text. */
const SHORTEST_PASSWORD = 4;

/**
 * A function that takes the target's URL and password, the keys of Gingr's API, the address of the webhook and the login of any other URL out of a
 * text. The last guard: nothing above it should put a secret into a message, but texts of drivers and servers pass
 * through it too.
 */
export function secretMask(
  settings: Pick<Settings, 'target' | 'gingr' | 'webhook'> | null,
): (text: string) => string {
  const target = settings?.target ?? null;
  const secrets = [
    ...(target === null || target.kind === 'embedded' ? [] : secretsOf(target.url)),
    ...apiKeys(settings?.gingr ?? null),
    ...(settings?.webhook ? [settings.webhook] : []),
  ];
  return (text) =>
    secrets
      .reduce((masked, secret) => masked.replaceAll(secret, '***'), text)
      .replace(/\b([a-z][a-z0-9+.-]*:\/\/)([^\s/@'"]*)@/gi, (whole, scheme: string, login: string) =>
        login === 'USER:PASSWORD' ? whole : `${scheme}***@`,
      )
      .replace(/([?&]key)=[^\s'"&]+/gi, '$1=***')
      .replace(/\b(password|pgpassword)=[^\s'"&]+/gi, '$1=***');
}

/** As they stand, and as an address has them. */
const apiKeys = (gingr: Settings['gingr']): string[] =>
  (gingr?.keys ?? []).flatMap(({ key }) =>
    key === null || key.length < SHORTEST_PASSWORD ? [] : [...new Set([key, encodeURIComponent(key)])],
  );

function secretsOf(url: string): string[] {
  const { username, password, inQuery } = URL.canParse(url) ? loginOf(new URL(url)) : NOBODY;
  // A password that is the user's name (postgres:postgres) can't be told from the name, which messages need.
  const passwords = [...(password === username ? [] : [password, decoded(password)]), inQuery];
  const long = passwords.filter((secret) => secret.length >= SHORTEST_PASSWORD);
  return [...new Set([url, ...long].flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)]))];
}

const NOBODY = { username: '', password: '', inQuery: '' };

/** The driver takes a password from the query too. */
const loginOf = ({ username, password, searchParams }: URL) => ({
  ...{ username, password, inQuery: searchParams.get('password') ?? '' },
});

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
