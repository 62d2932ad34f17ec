import { expect, it } from 'vitest';
import { smallResort } from '../support/resort.ts';
import { person, rowsOf, runOn, testRuns, undo } from '../support/runs.ts';

const fresh = testRuns();

it('keeps the after-image of a row that a trigger wrote again below a savepoint', async () => {
  const run = await fresh('postgres');
  await person(
    run,
    `CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN
       BEGIN
         UPDATE customers SET "updatedAt" = '2001-02-03' WHERE id = NEW.id;
       EXCEPTION WHEN unique_violation THEN NULL;
       END;
       RETURN NULL;
     END $$;
     CREATE TRIGGER touch AFTER INSERT ON customers FOR EACH ROW EXECUTE FUNCTION touch()`,
  );
  const model = await runOn(run, smallResort());
  expect(model).toMatchObject({ status: 'ok', wrote: true });
  const images = await rowsOf(
    run,
    'SELECT DISTINCT "updatedAt"::date::text AS day FROM migration.after_customers',
  );
  expect(images).toEqual([{ day: '2001-02-03' }]);
  await undo(run, model.batch);
  expect(await rowsOf(run, 'SELECT FROM customers')).toEqual([]);
});
