import type { RuleCode } from '../../core/rules/index.ts';
import type { Layout, Unit } from '../../staging/layout.ts';

/**
 * SQL that leaves lines of the unit's entity out on purpose where only other records tell that they are: `lines` selects
 * their numbers `n`.
 * What was found in them counts no more.
 */
export const leaveOut = (layout: Layout, unit: Unit, lines: string, code: RuleCode): string => `
  CREATE TEMP TABLE left_out AS ${lines};
  DELETE FROM ${layout.issues} i USING left_out o WHERE i.n = o.n;
  DELETE FROM ${layout.alterations} a USING left_out o WHERE a.n = o.n;
  UPDATE ${layout.lines} l SET state = 'excluded', mapped_state = 'excluded', code = '${code}', mapped_code = '${code}'
    FROM left_out o WHERE o.n = l.n AND l.entity = ${unit.entityNumber};
  INSERT INTO ${layout.issues} (n, entity, file, stage, code)
    SELECT l.n, l.entity, l.file, 'transform', '${code}' FROM left_out o JOIN ${unit.lines} l USING (n);
  DROP TABLE left_out;`;
