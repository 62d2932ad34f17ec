import type { ColumnMapping, EntityMapping, Mapping, TableMapping } from '../../src/core/mapping.ts';

/** One way to break a mapping. `tell` changes a copy; false where there was nothing to break. */
export interface MappingLiar {
  name: string;
  /** Class, for the sample. */
  kind: string;
  tell: (mapping: Mapping) => boolean;
}

type At = { entity: string; table: string; part: string; column: string };

const entityOf = (mapping: Mapping, name: string): EntityMapping | undefined =>
  mapping.entities.find(({ entity }) => entity === name);
const tableOf = (mapping: Mapping, at: At): TableMapping | undefined =>
  entityOf(mapping, at.entity)?.tables.find(({ table, part }) => table === at.table && part === at.part);
const columnOf = (mapping: Mapping, at: At, column = at.column): ColumnMapping | undefined =>
  tableOf(mapping, at)?.columns.find((candidate) => candidate.column === column);
const nameOf = ({ table, part, column }: At) => `${table}${part ? `/${part}` : ''}.${column}`;

/** Pairs that people mix up, beside each column's neighbour of the same kind. */
const MIXED_UP = [
  ...[
    'firstName lastName',
    'phone alternatePhone',
    'city state',
    'allergies medicationNotes',
    'startDate endDate',
  ],
  ...[
    'subtotal total',
    'taxAmount discount',
    'checkInDate checkOutDate',
    'emailNotifications smsNotifications',
  ],
  ...['foodNotes notes', 'customerId petId', 'isNeutered isVip', 'address city', 'phone emergencyPhone'],
];

/** Every way to break this mapping that the classes below name. */
export function mappingLiars(mapping: Mapping): MappingLiar[] {
  return [...columnLiars(mapping), ...exchanges(mapping), ...entityLiars(mapping), ...lookupLiars(mapping)];
}

function columnLiars(mapping: Mapping): MappingLiar[] {
  return all(mapping).flatMap(({ at, column }) => {
    const change = (kind: string, work: (own: ColumnMapping) => unknown): MappingLiar => ({
      ...{ kind, name: `${nameOf(at)}: ${kind}` },
      tell(copy) {
        const own = columnOf(copy, at);
        return own !== undefined && work(own) !== false;
      },
    });
    const liars: MappingLiar[] = [
      {
        ...{ kind: 'dropped', name: `${nameOf(at)}: dropped` },
        tell(copy) {
          const table = tableOf(copy, at);
          if (!table) return false;
          table.columns = table.columns.filter((own) => own.column !== at.column);
          table.recognise = table.recognise.filter((key) => !key.includes(at.column));
          const merge = entityOf(copy, at.entity)?.merge;
          for (const list of merge ? [merge.equal, merge.prefer] : [])
            if (list.includes(at.column)) list.splice(list.indexOf(at.column), 1);
          return true;
        },
      },
    ];
    const { source } = column;
    if (source.kind === 'from' || source.kind === 'value')
      liars.push(
        change('a constant', (own) => set(own, 'source', { kind: 'value', value: constantFor(own) })),
      );
    if (source.kind === 'from') {
      liars.push(change('no functions', (own) => own.apply.splice(0).length > 0));
      liars.push(change('inverted', (own) => invert(own)));
      if (source.columns.length > 1)
        liars.push(
          change('columns in another order', (own) =>
            set(own, 'source', { ...source, columns: [...source.columns].reverse() }),
          ),
        );
    }
    if (column.fallback !== undefined)
      liars.push(change('another default', (own) => set(own, 'fallback', other(own.fallback))));
    if (source.kind === 'reference' && source.columns.length === 1) {
      for (const wrong of ['id', 'owner_id', 'o_id', 'a_id', 'type_id', 'vet_id', 'animal_id', 'invoice_id'])
        if (!source.columns.includes(wrong) && source.columns.length > 0)
          liars.push(
            change(`the wrong parent, ${wrong}`, (own) =>
              set(own, 'source', { ...source, columns: [wrong] }),
            ),
          );
    }
    return liars;
  });
}

function exchanges(mapping: Mapping): MappingLiar[] {
  const columns = all(mapping).filter(({ column }) => ['from', 'reference'].includes(column.source.kind));
  const sameTable = (a: At, b: At) => a.entity === b.entity && a.table === b.table && a.part === b.part;
  const alike = (a: ColumnMapping, b: ColumnMapping) => JSON.stringify(a.apply) === JSON.stringify(b.apply);
  return columns.flatMap(({ at, column }, place) =>
    columns
      .slice(place + 1)
      .filter((other) => sameTable(at, other.at))
      .filter(
        (other) =>
          alike(column, other.column) ||
          MIXED_UP.some(
            (pair) => pair.split(' ').includes(at.column) && pair.split(' ').includes(other.at.column),
          ),
      )
      .map(
        ({ at: to }): MappingLiar => ({
          ...{ kind: 'exchanged', name: `${nameOf(at)}: exchanged with ${to.column}` },
          tell(copy) {
            const [one, two] = [columnOf(copy, at), columnOf(copy, to)];
            if (!one || !two || JSON.stringify(one.source) === JSON.stringify(two.source)) return false;
            // The mapping check counts what a function is given.
            if (columnCount(one) !== columnCount(two)) return false;
            [one.source, two.source] = [two.source, one.source];
            return true;
          },
        }),
      ),
  );
}

const columnCount = ({ source }: ColumnMapping): number => ('columns' in source ? source.columns.length : 1);

function entityLiars(mapping: Mapping): MappingLiar[] {
  const change = (
    entity: string,
    kind: string,
    what: string,
    work: (own: EntityMapping) => unknown,
  ): MappingLiar => ({
    ...{ kind, name: `${entity}: ${what}` },
    tell(copy) {
      const own = entityOf(copy, entity);
      return own !== undefined && work(own) !== false;
    },
  });
  return mapping.entities.flatMap((entity) => {
    const { entity: name, tables, exclude, fold, merge, list } = entity;
    const liars: MappingLiar[] = [];
    if (tables.length > 0 && !entity.derivedFrom)
      liars.push(
        change(name, 'filter', 'a filter that leaves out some', (own) =>
          own.exclude.push({
            rule: 'RESERVATION_SYNTHETIC',
            when: { name: 'estimate', args: {}, columns: [SOME[name] ?? 'banned'] },
          }),
        ),
      );
    for (const { rule } of exclude) {
      liars.push(
        change(name, 'filter', `without ${rule}`, (own) =>
          set(
            own,
            'exclude',
            own.exclude.filter((one) => one.rule !== rule),
          ),
        ),
      );
      liars.push(
        change(name, 'filter', `${rule} leaves out all that have an id`, (own) => {
          for (const one of own.exclude)
            if (one.rule === rule) one.when = { name: 'filled', args: {}, columns: ['id'] };
        }),
      );
    }
    for (const [place, { table, part, when }] of tables.entries()) {
      if (!when) continue;
      const at = `${table}/${part}`;
      liars.push(
        change(name, 'filter', `${at} for every record`, (own) =>
          Object.assign(own.tables[place] ?? {}, { when: undefined }),
        ),
      );
      liars.push(
        change(name, 'filter', `${at} for none`, (own) => {
          const own2 = own.tables[place];
          if (own2) own2.when = { name: 'filled', args: {}, columns: ['no_such_column'] };
        }),
      );
    }
    if (fold) {
      liars.push(
        change(name, 'fold', 'folds into the wrong record', (own) =>
          set(own, 'fold', { ...fold, columns: ['id'] }),
        ),
      );
      if (fold.unless)
        liars.push(change(name, 'fold', 'never folds', (own) => Object.assign(own, { fold: undefined })));
    }
    if (merge)
      liars.push(
        change(name, 'merge', 'merges what is not equal', (own) =>
          set(own, 'merge', { ...merge, equal: merge.equal.slice(1) }),
        ),
      );
    if (list)
      liars.push(
        change(name, 'list', 'id for label', (own) => set(own, 'list', { ...list, label: list.key })),
      );
    return liars;
  });
}

/** A yes/no column of each entity that says no for some. */
const SOME: Record<string, string> = {
  ...{
    owners: 'banned',
    animals: 'vip',
    reservations: 'standing_reservation',
    reservation_types: 'is_deleted',
  },
  ...{
    invoice_lines: 'voided',
    payments: 'zero_payment',
    invoices: 'complete',
    immunization_types: 'required',
  },
};

function lookupLiars(mapping: Mapping): MappingLiar[] {
  return Object.entries(mapping.lookups).flatMap(([name, { entries }]) => {
    if (Object.keys(entries).length === 0) return [];
    return [
      {
        ...{ kind: 'lookup', name: `lookup ${name}: off by one` },
        tell(copy: Mapping) {
          const own = copy.lookups[name];
          const values = [
            ...new Map(Object.values(entries).map((value) => [JSON.stringify(value), value])).values(),
          ];
          if (!own || values.length < 2) return false;
          const after = (value: unknown) =>
            values[
              (values.findIndex((one) => JSON.stringify(one) === JSON.stringify(value)) + 1) % values.length
            ];
          own.entries = Object.fromEntries(
            Object.entries(entries).map(([key, value]) => [key, after(value)]),
          );
          return true;
        },
      },
      {
        ...{ kind: 'lookup', name: `lookup ${name}: empty` },
        tell(copy: Mapping) {
          const own = copy.lookups[name];
          if (own) own.entries = {};
          return own !== undefined;
        },
      },
    ];
  });
}

function all(mapping: Mapping): { at: At; column: ColumnMapping }[] {
  return mapping.entities.flatMap(({ entity, tables }) =>
    tables.flatMap(({ table, part, columns }) =>
      columns
        .filter(({ stagedOnly }) => !stagedOnly)
        .map((column) => ({ at: { entity, table, part, column: column.column }, column })),
    ),
  );
}

/** A value that its column can hold. */
function constantFor({
  column,
  source,
  apply,
  fallback,
}: ColumnMapping): string | number | boolean | string[] {
  const names = apply.map(({ name }) => name).join(' ');
  if (source.kind === 'value' && typeof source.value !== 'string')
    return source.value === false ? true : source.value === true ? false : 7;
  if (typeof fallback === 'boolean' || /\b(?:boolean|active|consent|nonZero)\b/.test(names)) return true;
  if (
    /\b(?:money|taxRate|unitPrice|lineQuantity|weight|integer)\b/.test(names) ||
    typeof fallback === 'number'
  )
    return 7;
  if (/instant|date|stay|birthday|checkOut|expiry/i.test(names)) return '2026-01-01 00:00:00';
  if (/\bflags\b/.test(names) && !names.includes('join')) return ['LIAR'];
  return CONSTANTS[column] ?? 'Liar';
}
const CONSTANTS: Record<string, string> = {
  ...{
    type: 'CAT',
    pet_type: 'CAT',
    gender: 'FEMALE',
    status: 'REFUNDED',
    method: 'CASH',
    preferredContact: 'NONE',
  },
  serviceCategory: 'GROOMING',
};

function other(value: ColumnMapping['fallback']): NonNullable<ColumnMapping['fallback']> {
  if (typeof value === 'boolean') return !value;
  return typeof value === 'number' ? value + 1 : 'Liar';
}

function invert({ apply }: ColumnMapping): boolean {
  for (const call of apply) {
    if (call.name === 'boolean') call.args = { ...call.args, invert: call.args['invert'] !== true };
    else if (call.name === 'money') call.args = { ...call.args, negate: call.args['negate'] !== true };
    else if (call.name === 'consent') Object.assign(call, { name: 'boolean', args: {} });
    else if (call.name === 'nonZero') Object.assign(call, { name: 'boolean', args: { invert: true } });
    else if (call.name === 'active') {
      const { signs } = call.args as { signs: string[] };
      call.args = { signs: signs.map((sign) => (sign === 'off' ? 'on' : 'off')) };
    } else continue;
    return true;
  }
  return false;
}

function set<T, K extends keyof T>(own: T, name: K, value: T[K]): void {
  own[name] = value;
}
