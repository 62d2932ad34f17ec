import type { Change } from '../reconcile/aftermath.ts';
import type { RunModel } from '../reconcile/model.ts';
import { amount, count } from './format.ts';
import { entityName, totalName } from './names.ts';
import { SAFETY_NAMES } from './sections/safety.ts';
import { textsOf } from './texts.ts';

/** Every figure of the page that is another one than in an earlier batch, in the order of the page. */
export function compareModels(before: RunModel, after: RunModel): Change[] {
  const [old, now] = [figuresOf(before), figuresOf(after)];
  return [...new Set([...now.keys(), ...old.keys()])].flatMap((what): Change[] => {
    const [there, here] = [old.get(what) ?? 'none', now.get(what) ?? 'none'];
    return there === here ? [] : [{ what, before: there, after: here }];
  });
}

function figuresOf(model: RunModel): Map<string, string> {
  const figures = new Map<string, string>();
  const put = (what: string, value: number | string) => {
    if (value !== 0) figures.set(what, typeof value === 'number' ? count(value) : amount(value));
  };
  put('Snapshot', model.context.snapshot.slice(0, 12));
  put('Mapping', model.context.mapping.slice(0, 12));
  for (const { entity, read, inserted, updated, unchanged, merged, excluded, rejected } of model.entities) {
    const name = entityName(entity);
    put(`${name}: in Gingr`, read);
    put(`${name}: in Tailtown`, inserted + updated + unchanged);
    put(`${name}: merged`, merged);
    put(`${name}: left out`, excluded);
    put(`${name}: could not be moved`, rejected);
  }
  for (const { name, unit, source, target } of model.totals) {
    const title = `${totalName(name)}${unit === 'count' ? ' (number)' : ''}`;
    put(`${title}: in Gingr`, source);
    put(`${title}: in Tailtown`, target);
  }
  put('Owners whose balance differs', model.balances?.differing ?? 0);
  for (const { name, target, lost } of model.safety ?? []) {
    put(`${SAFETY_NAMES[name]}: in Tailtown`, target);
    put(`${SAFETY_NAMES[name]}: lost`, lost);
  }
  for (const { table, column, kind, count: values } of model.alterations)
    put(`Altered: ${table}.${column}, ${kind}`, values);
  for (const { table, column, count: rows } of model.forced) put(`Forced: ${table}.${column}`, rows);
  for (const { code, count: times } of model.issues) put(`Issue: ${textsOf(code).title} (${code})`, times);
  return figures;
}
