/** The words that the program's commands are called by. */

/** The command that the arguments name, such as `rollback` or `rejects export`; '' where they name none. */
export function commandName(argv: readonly string[]): string {
  const first = argv.findIndex((word, index) => COMMANDS.includes(word) && !takesValue(argv[index - 1]));
  const name = argv[first] ?? '';
  const actions = ACTIONS[name] ?? [];
  const action = argv[first + 1] ?? '';
  return actions.includes(action) ? `${name} ${action}` : name;
}

const ACTIONS: Record<string, readonly string[]> = {
  rejects: ['export', 'replay'],
  files: ['copy'],
  mapping: ['check', 'suggest', 'docs'],
};
const COMMANDS =
  'run extract transform validate load verify report rollback rehearse backup restore-check signoff cutover prepare doctor estimate status explain rejects purge files mapping sample'.split(
    ' ',
  );

const takesValue = (word: string | undefined): boolean =>
  word !== undefined && /^--(workspace|target|tenant|config|mapping|batch|log-level)$/.test(word);

/** A command of this program in a text for people, up to its words: `tailtown-migrate rejects export`. */
const WRITTEN = new RegExp(
  `tailtown-migrate (?:${COMMANDS.map((name) => (ACTIONS[name] ? `${name}(?: (?:${ACTIONS[name].join('|')}))?` : name)).join('|')})(?![\\w-])`,
  'g',
);

/**
 * The text with the target in each command that it proposes and that names none: pasted, it goes to where this command went.
 * `target` is the one that was asked for on the command line, undefined where none was.
 */
export const withTarget = (text: string, target: string | undefined): string =>
  target === undefined
    ? text
    : text.replace(WRITTEN, (command, at: number) => {
        const rest = /^[^\n`]*/.exec(text.slice(at + command.length))?.[0] ?? '';
        return rest.includes('--target ') ? command : `${command} --target ${target}`;
      });
