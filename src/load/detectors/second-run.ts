import { type Detector, found } from './look.ts';

export const secondRun: Detector = async ({ tables, repeated }) => {
  const what = 'rows';
  if (!repeated) {
    return found(
      { count: 0, what },
      [],
      ['No batch stood that came from this snapshot through this mapping. Run the same command again.'],
    );
  }
  const findings = tables.flatMap(({ table, inserted, updated, unchanged }) =>
    inserted + updated === 0
      ? []
      : [
          {
            ...{ where: table, count: inserted + updated, of: inserted + updated + unchanged },
            detail: `${inserted} new and ${updated} changed rows`,
          },
        ],
  );
  const rows = tables.reduce((sum, row) => sum + row.inserted + row.updated + row.unchanged, 0);
  return found({ count: rows, what }, findings);
};
