import { expect, it } from 'vitest';
import { arrivalsCheck } from '../../src/pipeline/cutover/checks.ts';
import type { TomorrowCell } from '../../src/reconcile/model.ts';

it('says how many of the next arrivals could not be moved', () => {
  const cell = (kind: TomorrowCell['kind'], source: number, notMoved: number): TomorrowCell => ({
    ...{ day: '2026-03-02', kind, service: '1', source, target: source - notMoved, notMoved },
  });
  const cells = [cell('arrivals', 9, 1), cell('departures', 7, 1), cell('overnights', 4, 0)];
  const check = arrivalsCheck({ tomorrow: { notChecked: null, days: ['2026-03-02'], cells, services: {} } });
  expect(check).toEqual({
    ...{ name: 'the next seven days', ok: true },
    found:
      "8 of Gingr's 9 arrivals; 1 could not be moved (accepted); 6 of Gingr's 7 departures; 1 could not be moved (accepted); 4 overnights, as in Gingr; tomorrow is 2026-03-02",
  });
});
