import { isObject } from './answer.ts';
import type { Row } from './endpoints.ts';
import { flatten, type RawCells } from './flatten.ts';
import { idText } from './rows.ts';

/** Id of a stay in the nested and in the flat form (gingr-sources.md 2.3.2 and 2.3.3). */
export const stayId = (row: Row): string | null =>
  idText(row['reservation_id']) ?? idText(row['r_id']) ?? idText(row['id']);

/** The sale that a stay names, if it does: `transaction` is `[]` where it has none. */
export function saleOf(row: Row): string | null {
  const { transaction } = row;
  return isObject(transaction) ? idText(transaction['pos_transaction_id']) : null;
}

/** A stay without its services, which are records of their own; their names stand in one cell, as the day export has them. */
export function stayCells(row: Row): RawCells {
  const { services: _, ...rest } = row;
  const names = servicesIn(row).flatMap(({ name }) => idText(name) ?? []);
  return { ...flatten(rest), ...(names.length === 0 ? {} : { services_string: names.join(', ') }) };
}

/**
 * The services of a stay. Where they have one id only, it is that of the service (gingr-sources.md 2.3.2); then stay, service and
 * the place among equal ones tell the line, since Gingr's own id of it is not said.
 */
export function serviceCells(row: Row): RawCells[] {
  const stay = stayId(row);
  if (stay === null) return [];
  const met = new Map<string, number>();
  return servicesIn(row).map((service) => {
    const cells = { ...flatten(service), reservation_id: stay };
    const id = idText(service['id']);
    const named = idText(service['service_id']);
    if (named !== null && id !== null) return cells;
    const own = named ?? id ?? '';
    const nth = (met.get(own) ?? 0) + 1;
    met.set(own, nth);
    return { ...cells, id: `${stay}/${own}${nth === 1 ? '' : `/${nth}`}`, service_id: own };
  });
}

function servicesIn({ services }: Row): Record<string, unknown>[] {
  return isObject(services) ? Object.values(services).filter(isObject) : [];
}
