import type { KeyBuilder, KeyEntity } from './key.ts';
import { packageEntries } from './money/packages.ts';
import { HOUSE_ACCOUNT, STAFF_ROLES } from './people.ts';
import { INCIDENT_SEVERITIES, INCIDENT_TYPES } from './records.ts';

/** The reservation types, areas and lists of the invented resort, with what its people reviewed. */

/** Name of a resort's only Gingr database, or of a chain's first one. */
export const MAIN = 'main';

export interface StayType {
  id: string;
  label: string;
  active: boolean;
  /** What lookups/services.yaml of the resort's overlay says; null = nobody reviewed it. */
  reviewed: { category: string; price: number; duration: number } | null;
}

const type = (id: string, label: string, reviewed: StayType['reviewed'], active = true): StayType => ({
  id,
  label,
  active,
  reviewed,
});
const reviewed = (category: string, price: number, duration: number) => ({ category, price, duration });

export const STAY_TYPES = [
  type('101', 'Boarding | Indoor Suite', reviewed('BOARDING', 45, 1440)),
  type('102', 'Boarding | Big Suite ', reviewed('BOARDING', 60, 1440)),
  type('103', 'Boarding | Cat Condo', reviewed('BOARDING', 30, 1440)),
  type('104', 'Day Camp | Full Day', reviewed('DAYCARE', 32, 600)),
  type('105', 'Day Camp | Half Day', reviewed('DAYCARE', 20, 300)),
  type('106', 'Day Camp | Long Day  - Dog  (Trial Only) ', reviewed('DAYCARE', 25, 720)),
  type('107', 'Day Camp | Day Lodging', reviewed('BOARDING', 28, 600)),
  type('108', 'Group Class | Puppy Start', reviewed('TRAINING', 150, 60)),
  type('109', 'Grooming | Bath', reviewed('GROOMING', 35, 60)),
  type('110', 'Boarding | Winter Special', reviewed('BOARDING', 40, 1440), false),
  type('111', 'Open Group Class | Agility', null),
  type('112', 'Evaluation | First Visit', null),
];
/** A type whose label staff wiped: it cannot be moved, nor can its stays. */
export const NAMELESS_TYPE = type('190', '', null);

export const typeOf = (id: string): StayType | undefined =>
  STAY_TYPES.find((candidate) => candidate.id === id);

export const AREAS = {
  A: 'A. Indoor',
  B: 'B. Suites',
  C: 'C. Cattery',
  D: 'D. Daycamp',
} as const;
export type AreaLetter = keyof typeof AREAS;
const AREA_TYPES: Record<AreaLetter, string> = {
  A: 'KENNEL',
  B: 'SUITE',
  C: 'CAT_CONDO',
  D: 'DAY_CAMP_FULL',
};
/** An area that nobody reviewed. */
export const UNREVIEWED_AREA = 'E. Annex';

/** Files of the resort's own overlay and config, by path. `accept` names the rejects that its key knows of. */
export function overlayFiles(entities: readonly KeyEntity[], database = MAIN): Record<string, string> {
  return {
    'tailtown-migrate.config.yaml': config(entities, database),
    'mapping/lookups/services.yaml': lookup(
      'services',
      STAY_TYPES.flatMap(({ label, reviewed: entry }) =>
        entry
          ? [
              `"${tidy(label)}": { category: ${entry.category}, price: ${entry.price}, duration: ${entry.duration} }`,
            ]
          : [],
      ),
    ),
    'mapping/lookups/staff_roles.yaml': lookup(
      'staff_roles',
      Object.entries(STAFF_ROLES).map(([group, role]) => `"${group}": ${role}`),
    ),
    'mapping/lookups/incident_types.yaml': lookup(
      'incident_types',
      Object.entries(INCIDENT_TYPES).map(([word, type]) => `"${word}": ${type}`),
    ),
    'mapping/lookups/incident_severities.yaml': lookup(
      'incident_severities',
      Object.entries(INCIDENT_SEVERITIES).map(([word, severity]) => `"${word}": ${severity}`),
    ),
    'mapping/employees.yaml': [
      '# Accounts that are no person.',
      'entity: employees',
      'exclude:',
      `  EMPLOYEE_HOUSE_ACCOUNT: { predicate: oneOf, columns: [username], args: { words: [${HOUSE_ACCOUNT}] } }`,
      '',
    ].join('\n'),
    'mapping/lookups/packages.yaml': lookup('packages', packageEntries()),
    'mapping/lookups/lodgings.yaml': lookup(
      'lodgings',
      Object.entries(AREAS).map(
        ([letter, label]) => `"${label}": { type: ${AREA_TYPES[letter as AreaLetter]}, capacity: 1 }`,
      ),
    ),
  };
}

function config(entities: readonly KeyEntity[], database: string): string {
  const rejected = entities.filter((account) => account.rejected > 0);
  return [
    '# Config of the invented resort. It accepts exactly the rejects that answer-key.json names.',
    'tenant: { id: 11111111-1111-4111-8111-111111111111, name: Harbor Pet Resort, timeZone: America/Denver }',
    `sourceDatabase: ${database}`,
    'mapping: { overlay: ./mapping }',
    'rejects:',
    '  accept:',
    ...rejected.map((account) => `    ${account.entity}: ${account.rejected}`),
    '    "*": 0',
    'reservationTimeMode: wall-as-utc',
    'conflicts: target-wins',
    'consentUnknown: deny',
    'balanceSign: owes-positive',
    '',
  ].join('\n');
}

const lookup = (name: string, entries: readonly string[]): string =>
  [
    '# What the people of Harbor Pet Resort reviewed.',
    `lookup: ${name}`,
    'entries:',
    ...entries.map((entry) => `  ${entry}`),
    '',
  ].join('\n');

const tidy = (label: string): string => label.replace(/\s+/g, ' ').trim();

/** Accounts for the types: those that nobody reviewed get forced values, the nameless one is rejected. */
export function accountTypes(book: KeyBuilder, types: readonly StayType[]): void {
  for (const { id, label, reviewed: entry } of types) {
    if (entry === null) book.issue('SERVICE_UNREVIEWED');
    if (label === '') {
      book.ended('reservation_types', id, 'rejected', 'SERVICE_NAME_MISSING', 'a type without a label');
      continue;
    }
    book.inserted('reservation_types');
    if (entry !== null) continue;
    for (const column of ['price', 'duration', 'serviceCategory']) book.forced('services', column);
  }
}
