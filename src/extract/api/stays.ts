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

/**
 * A stay without its services and its own deposit, which are records of their own; the services' names stand in one cell, as the
 * day export has them.
 */
export function stayCells(row: Row): RawCells {
  const { services: _, deposit, ...rest } = row;
  const names = servicesIn(row).flatMap(({ name }) => idText(name) ?? []);
  return {
    ...flatten(isOwnDeposit(row) ? rest : { ...rest, deposit }),
    ...(names.length === 0 ? {} : { services_string: names.join(', ') }),
  };
}

/**
 * The deposit of a stay that names no sale: money in no answer of `transaction`, and no payment is named for it (gingr-sources.md
 * 2.3.2). It has no id of its own either; a stay has one deposit. That of a stay with a sale stands in the sale.
 */
export function depositCells(row: Row): RawCells[] {
  const { deposit } = row;
  const stay = stayId(row);
  if (stay === null || !isOwnDeposit(row) || !isObject(deposit)) return [];
  const { amount, ...rest } = flatten(deposit);
  return [{ id: `${stay}/deposit`, reservation_id: stay, deposit_amount: amount ?? null, ...rest }];
}

function isOwnDeposit(row: Row): boolean {
  const { deposit } = row;
  return saleOf(row) === null && isObject(deposit) && Object.keys(deposit).length > 0;
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
