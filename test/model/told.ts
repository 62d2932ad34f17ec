import { FIELDS, newResort } from './gingr.ts';
import { COMPLETABLE, FIRST_LOAD, type LoadStep, type Step } from './steps.ts';

/** Steps of histories that somebody wrote, by names instead of numbers. */

const resort = newResort().entities;

/** A field takes another of its values, the first but for the one that it has. */
export const change = (entity: string, id: string, field: string, value = 0): Step => ({
  kind: 'gingr',
  changes: [
    {
      ...{ kind: 'field', record: Object.keys(resort[entity] ?? {}).indexOf(id), value },
      field: FIELDS.findIndex((one) => one.entity === entity && one.field === field),
    },
  ],
});

/** The record joins the export, or leaves it. */
export const toggle = (...records: string[]): Step => ({
  kind: 'gingr',
  changes: records.map((name) => {
    const [entity = '', id = ''] = name.split('/');
    return {
      ...{ kind: 'presence', entity: Object.keys(resort).indexOf(entity) },
      record: Object.keys(resort[entity] ?? {}).indexOf(id),
    };
  }),
});

/** Owner 102 is merged into 101: of those that are left, the choice is by place. */
export const merge = (away: number, into: number): Step => ({
  kind: 'gingr',
  changes: [{ kind: 'merge', away, into }],
});

export const people = (words: string, sql: string): Step => ({ kind: 'said', words: `people ${words}`, sql });

export const load = (changes: Partial<LoadStep> = {}): Step => ({ ...FIRST_LOAD, ...changes });

/** A load of an export that is declared complete, which marks deleted what is gone. */
export const whole = (changes: Partial<LoadStep> = {}): Step =>
  load({ complete: COMPLETABLE, vanished: 'soft-delete', ...changes });

/** Takes back the newest batch, and as many `earlier` ones. */
export const undo = (earlier = 0, dry = false): Step => ({ kind: 'rollback', earlier, dry, crash: null });
