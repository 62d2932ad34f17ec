import { VARIABLES, variable } from './environment.ts';
import type { SettingsSources } from './load.ts';
import type { Problem } from './problems.ts';
import { readConfig } from './read.ts';
import { secretVariable } from './secret.ts';
import { chooseTarget } from './target.ts';

/** A variable of the environment, without what it holds. */
export interface VariableState {
  name: string;
  /** What it is for, in words. */
  purpose: string;
  state: 'set' | 'missing' | 'malformed';
  /** Whether this run cannot do without it. */
  needed: boolean;
  problem?: Problem;
}

/**
 * The variables that the config names (of every target, chosen or not, of every key of Gingr's API, of webhook and scratch server), and those of this
 * program's own that are set. `target` is the one that was chosen.
 */
export function variableStates(
  sources: Pick<SettingsSources, 'flags' | 'env' | 'cwd'>,
  target: string,
): VariableState[] {
  const { env, cwd } = sources;
  const { config, base } = readConfig(sources, []);
  const targets = Object.entries(config.targets ?? {}).flatMap(([name, { urlEnv }]): VariableState[] => {
    if (urlEnv === undefined) return [];
    const chosen = chooseTarget({
      ...{ asked: name, env, cwd, base, workspace: cwd },
      configured: config.targets ?? {},
    });
    const given = secretVariable(env, urlEnv, cwd);
    const missing = given.ok && given.value === null;
    return [
      {
        ...{ name: urlEnv, purpose: `the URL of target ${name}`, needed: name === target },
        state: chosen.ok ? 'set' : missing ? 'missing' : 'malformed',
        ...(chosen.ok ? {} : { problem: chosen.problem }),
      },
    ];
  });
  const keys = (config.gingr?.keys ?? []).flatMap(({ keyEnv, location }): VariableState[] => {
    if (keyEnv === undefined) return [];
    const given = secretVariable(env, keyEnv, cwd);
    const whose = location === undefined ? '' : ` for location ${location}`;
    return [
      {
        ...{ name: keyEnv, purpose: `a key of Gingr's API${whose}`, needed: true },
        state: !given.ok ? 'malformed' : given.value === null ? 'missing' : 'set',
        ...(given.ok ? {} : { problem: given.problem }),
      },
    ];
  });
  const others: [string | undefined, string][] = [
    [config.webhook?.urlEnv, 'the address of the webhook'],
    [config.backup?.scratchUrlEnv, 'the URL of the server for `restore-check`'],
  ];
  const named = others.flatMap(([name, purpose]): VariableState[] => {
    if (name === undefined) return [];
    const given = secretVariable(env, name, cwd);
    const state = !given.ok ? 'malformed' : given.value === null ? 'missing' : 'set';
    return [{ name, purpose, state, needed: false, ...(given.ok ? {} : { problem: given.problem }) }];
  });
  const own = Object.entries(VARIABLES).flatMap(([name, { about }]): VariableState[] =>
    variable(env, name) === null || name.startsWith('TEST_')
      ? []
      : [{ name, purpose: about.replace(/\.(?: .*)?$/, ''), state: 'set', needed: false }],
  );
  return [...targets, ...keys, ...named, ...own];
}
