import { expect, inject, it } from 'vitest';
import { Crasher } from './crash.ts';
import { FIELDS, newResort } from './gingr.ts';
import { Play } from './play.ts';
import { FIRST_LOAD, type Step } from './steps.ts';

/** Histories that broke a promise once. */

const LOAD: Step = { kind: 'load', dry: false, again: true, crash: null };
const undo = (earlier = 0): Step => ({ kind: 'rollback', earlier, dry: true, crash: null });

/** The field becomes the first of its other values. */
const change = (entity: string, id: string, field: string): Step => ({
  kind: 'gingr',
  changes: [
    {
      kind: 'field',
      field: FIELDS.findIndex((one) => one.entity === entity && one.field === field),
      record: Object.keys(newResort().entities[entity] ?? {}).indexOf(id),
      value: 0,
    },
  ],
});

const renamed = change('immunization_types', '2', 'type');

const HISTORIES: [string, Step[]][] = [
  [
    'twins that part again have two rows',
    [
      undo(),
      renamed,
      FIRST_LOAD,
      renamed,
      LOAD,
      undo(),
      change('owners', '101', 'city'),
      LOAD,
      undo(1),
      LOAD,
    ],
  ],
];

it.each(HISTORIES)(
  '%s',
  async (_name, steps) => {
    const crasher = await Crasher.open(inject('postgresUrl'));
    const play = await Play.open(crasher);
    try {
      for (const step of [FIRST_LOAD, ...steps]) await play.step(step);
      expect(play.told.length).toBeGreaterThan(steps.length);
    } finally {
      await play.close();
      await crasher.close();
    }
  },
  600_000,
);
