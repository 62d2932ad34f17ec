import { type Detector, found } from './look.ts';

export const moneyGroups: Detector = async ({ totals, complete }) => {
  const money = totals.filter(({ unit }) => unit === 'money');
  const grouped = money.filter(({ dimensions }) => (dimensions ?? []).length > 0);
  const without = money.filter((total) => !grouped.includes(total)).map(({ name }) => name);
  const groups = grouped.flatMap(({ name, groups: all = [] }) => all.map((group) => ({ name, ...group })));
  const findings = groups
    .filter(({ source, target, balanced }) => !balanced || source !== target)
    .map(({ name, group, source, target }) => ({
      ...{ where: name, count: 1, of: null },
      detail: `${group.split('|').join(', ')}: ${source} in Gingr, ${target} in Tailtown`,
    }));
  const why = !complete
    ? ['Refused before anything was written.']
    : money.length === 0
      ? ['No money was read from Gingr.']
      : [];
  return found({ count: groups.length, what: 'months, locations and methods' }, findings, [
    ...why,
    ...(without.length > 0
      ? [`Compared in sum alone, since Gingr states no month: ${without.join(', ')}.`]
      : []),
  ]);
};
