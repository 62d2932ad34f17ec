import { expect, inject, it } from 'vitest';
import { Crasher } from './crash.ts';
import { Play } from './play.ts';
import { FIRST_LOAD, type Step } from './steps.ts';
import { change, load, merge, toggle, undo } from './told.ts';

/** Histories that broke a promise once. */

const LOAD = load({ again: true });
const renamed = change('immunization_types', '2', 'type');

const HISTORIES: [string, Step[]][] = [
  [
    'payments follow the owner of an invoice that the export does not hold, and whose owner was merged',
    [
      toggle('invoices/7001', 'invoice_lines/8001'),
      merge(0, 1),
      load({ dry: true, again: true }),
      undo(0, true),
      load(),
    ],
  ],
  [
    'twins that part again have two rows',
    [
      undo(0, true),
      renamed,
      FIRST_LOAD,
      renamed,
      LOAD,
      undo(0, true),
      change('owners', '101', 'city'),
      LOAD,
      undo(1, true),
      LOAD,
    ],
  ],
];

it.each(HISTORIES)(
  '%s',
  async (_name, steps) => {
    const crasher = await Crasher.open(inject('postgresUrl'));
    const play = await Play.open(crasher, 'merged');
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
