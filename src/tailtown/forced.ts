import { createHash } from 'node:crypto';
import type { RuleCode } from '../core/rules/index.ts';

/**
 * The closed list of promise 10: every value that is written only because Tailtown insists on one where Gingr is
 * silent. Each use is an alteration of kind `forced`, counted and listed, and waived before cutover.
 */

export interface ForcedContext {
  sourceDatabase: string;
  sourceId: string;
  /** The snapshot's `asOf` as timestamp text in UTC. */
  asOf: string;
}

export interface ForcedValue {
  table: string;
  column: string;
  /** What is written, and why Tailtown insists, in one sentence for the report. */
  why: string;
  value: (context: ForcedContext) => string | number;
  /** Issue that each use gives as well. */
  rule?: RuleCode;
}

/**
 * Anything but these characters could break out of the local part of an address. A text that loses something on
 * the way gets a hash of itself behind it: two ids that differ in such characters alone must not share an address.
 */
function addressPart(text: string): string {
  const part = text.replace(/[^A-Za-z0-9_-]/g, '_').toLowerCase();
  return part === text ? part : `${part}-${createHash('md5').update(text).digest('hex').slice(0, 8)}`;
}

/** The marked address of a record without a usable e-mail of its own; its portal access is off. */
export const syntheticEmail = (sourceDatabase: string, sourceId: string): string =>
  `gingr-owner-${addressPart(sourceDatabase)}-${addressPart(sourceId)}@tailtown-migrate.invalid`;

/** The same as a SQL expression for the derive step; the two text expressions stand for database and source id. */
export const syntheticEmailSql = (sourceDatabase: string, sourceId: string): string => {
  const plain = (expression: string) => `lower(regexp_replace(${expression}, '[^A-Za-z0-9_-]', '_', 'g'))`;
  const part = (expression: string) =>
    `CASE WHEN ${plain(expression)} = ${expression} THEN ${expression} ELSE ${plain(expression)} || '-' || left(md5(${expression}), 8) END`;
  return `('gingr-owner-' || ${part(sourceDatabase)} || '-' || ${part(sourceId)} || '@tailtown-migrate.invalid')`;
};

/** The marked address of an employee without a usable one; it names no person and no other employee has it. */
const staffEmail = ({ sourceDatabase, sourceId }: ForcedContext): string =>
  `gingr-staff-${addressPart(sourceDatabase)}-${addressPart(sourceId)}@tailtown-migrate.invalid`;

/**
 * What stands in `staff.password` until a person sets one. Tailtown compares with bcrypt, and this is no hash of bcrypt:
 * no word on earth compares equal, so it is no shared password (P-PRIV-3).
 */
export const NO_PASSWORD = '!no password: set one to sign in';

const empty = () => '';
const zero = () => 0;
const other = () => 'OTHER';
const asOf = (context: ForcedContext) => context.asOf;

export const FORCED = {
  syntheticEmail: {
    table: 'customers',
    column: 'email',
    why: 'E-mail is mandatory and unique in the resort; the address is under .invalid and portal access is off.',
    value: (context) => syntheticEmail(context.sourceDatabase, context.sourceId),
  },
  emptyFirstName: {
    table: 'customers',
    column: 'firstName',
    why: 'The first name is mandatory.',
    value: empty,
    rule: 'OWNER_NAME_MISSING',
  },
  emptyLastName: {
    table: 'customers',
    column: 'lastName',
    why: 'The last name is mandatory.',
    value: empty,
    rule: 'OWNER_NAME_MISSING',
  },
  ownerCreatedAt: {
    table: 'customers',
    column: 'createdAt',
    why: 'The creation time is mandatory; the day of the snapshot stands in.',
    value: asOf,
  },
  petName: {
    table: 'pets',
    column: 'name',
    why: 'The name is mandatory.',
    value: empty,
    rule: 'ANIMAL_NAME_MISSING',
  },
  petType: {
    table: 'pets',
    column: 'type',
    why: 'The species is mandatory.',
    value: other,
    rule: 'ANIMAL_SPECIES_UNMAPPED',
  },
  petCreatedAt: {
    table: 'pets',
    column: 'createdAt',
    why: 'The creation time is mandatory; the day of the snapshot stands in.',
    value: asOf,
  },
  staffEmail: {
    table: 'staff',
    column: 'email',
    why: 'E-mail is mandatory and unique in the resort; the address is under .invalid.',
    value: staffEmail,
    rule: 'EMPLOYEE_EMAIL_UNUSABLE',
  },
  staffFirstName: {
    table: 'staff',
    column: 'firstName',
    why: 'The first name is mandatory.',
    value: empty,
    rule: 'EMPLOYEE_NAME_MISSING',
  },
  staffLastName: {
    table: 'staff',
    column: 'lastName',
    why: 'The last name is mandatory.',
    value: empty,
    rule: 'EMPLOYEE_NAME_MISSING',
  },
  staffPassword: {
    table: 'staff',
    column: 'password',
    why: "A password is mandatory, and Gingr's never moves: a text that no password fits, until a person sets one.",
    value: () => NO_PASSWORD,
  },
  servicePrice: {
    table: 'services',
    column: 'price',
    why: 'The price is mandatory, and Gingr has none on a reservation type.',
    value: zero,
    rule: 'SERVICE_UNREVIEWED',
  },
  serviceDuration: {
    table: 'services',
    column: 'duration',
    why: 'The duration is mandatory, and Gingr has none on a reservation type.',
    value: zero,
    rule: 'SERVICE_UNREVIEWED',
  },
  serviceCategory: {
    table: 'services',
    column: 'serviceCategory',
    why: 'The category is mandatory, and the prefix of a label lies (P-RES-2).',
    value: other,
    rule: 'SERVICE_UNREVIEWED',
  },
  addOnPrice: {
    table: 'addon_services',
    column: 'price',
    why: 'The price is mandatory, and Gingr has none on an additional service.',
    value: zero,
    rule: 'ADDITIONAL_SERVICE_UNREVIEWED',
  },
  resourceType: {
    table: 'resources',
    column: 'type',
    why: 'The kind of a lodging is mandatory, and Gingr has only its label.',
    value: other,
    rule: 'LODGING_TYPE_UNREVIEWED',
  },
  stayCreatedAt: {
    table: 'reservations',
    column: 'createdAt',
    why: 'The creation time is mandatory; the earliest of the stamps, the start and the day of the snapshot stands in.',
    value: asOf,
  },
  invoiceDueDate: {
    table: 'invoices',
    column: 'dueDate',
    why: 'The due date is mandatory, and Gingr has none; the creation of the invoice stands in.',
    value: asOf,
  },
  passRegularPrice: {
    table: 'daycare_pass_packages',
    column: 'regularPricePerDay',
    why: 'The price of a day without the pass is mandatory, and Gingr has none on a package.',
    value: zero,
    rule: 'PACKAGE_UNREVIEWED',
  },
  passDiscount: {
    table: 'daycare_pass_packages',
    column: 'discountPercent',
    why: 'The discount is mandatory, and Gingr has none on a package.',
    value: zero,
    rule: 'PACKAGE_UNREVIEWED',
  },
  passValidity: {
    table: 'daycare_pass_packages',
    column: 'validityDays',
    why: 'The days that a pass holds are mandatory; one without an end gets 36,500.',
    value: () => 36_500,
    rule: 'PACKAGE_NEVER_EXPIRES',
  },
  passQuantity: {
    table: 'customer_daycare_passes',
    column: 'passesPurchased',
    why: 'How many were bought is mandatory; of credits that nobody bought, and where only their value is stated, those that are left stand in.',
    value: zero,
  },
  passPrice: {
    table: 'customer_daycare_passes',
    column: 'purchasePrice',
    why: 'The price is mandatory; credits that nobody bought cost nothing, and where only the value that is left is stated, it stands in.',
    value: zero,
  },
  passEachPrice: {
    table: 'customer_daycare_passes',
    column: 'pricePerPass',
    why: 'The price of one is mandatory; of credits that nobody bought it is nothing.',
    value: zero,
  },
  passPurchasedAt: {
    table: 'customer_daycare_passes',
    column: 'purchasedAt',
    why: 'The time of the purchase is mandatory; the day of the snapshot stands in.',
    value: asOf,
  },
  passExpiresAt: {
    table: 'customer_daycare_passes',
    column: 'expiresAt',
    why: 'The end of a pass is mandatory; one that never expires gets the last day of 2099.',
    value: () => '2099-12-31 23:59:59.000',
    rule: 'PACKAGE_NEVER_EXPIRES',
  },
  creditIssueDate: {
    table: 'invoices',
    column: 'issueDate',
    why: 'The date is mandatory, and store credit is a balance without one; the day of the snapshot stands in.',
    value: asOf,
  },
  creditPaidAt: {
    table: 'payments',
    column: 'paymentDate',
    why: 'The date is mandatory, and store credit is a balance without one; the day of the snapshot stands in.',
    value: asOf,
  },
  importEmail: {
    table: 'staff',
    column: 'email',
    why: 'E-mail is mandatory; the import account, which is no person, has one under .invalid.',
    value: staffEmail,
  },
  importRole: {
    table: 'staff',
    column: 'role',
    why: 'The role is mandatory; the import account is inactive, and no password fits it.',
    value: () => 'STAFF',
  },
  incidentAuthor: {
    table: 'incidents',
    column: 'reportedById',
    why: 'The person who reported it is mandatory; where Gingr names none that moves, the import account stands in.',
    value: empty,
    rule: 'INCIDENT_AUTHOR_UNKNOWN',
  },
  incidentType: {
    table: 'incidents',
    column: 'incidentType',
    why: "The kind is mandatory, and nobody reviewed Gingr's word for it.",
    value: other,
    rule: 'INCIDENT_TYPE_UNREVIEWED',
  },
  incidentText: {
    table: 'incidents',
    column: 'description',
    why: 'The description is mandatory.',
    value: empty,
  },
  reportCardAuthor: {
    table: 'report_cards',
    column: 'createdByStaffId',
    why: 'The person who wrote it is mandatory; where Gingr names none that moves, the import account stands in.',
    value: empty,
    rule: 'REPORT_CARD_AUTHOR_UNKNOWN',
  },
  reportCardService: {
    table: 'report_cards',
    column: 'serviceType',
    why: 'The kind of service is mandatory, and Gingr states none that was reviewed: GENERAL.',
    value: () => 'GENERAL',
  },
  agreementText: {
    table: 'service_agreements',
    column: 'agreementText',
    why: 'The text is mandatory; where the export does not hold what was signed, it is left empty.',
    value: empty,
    rule: 'AGREEMENT_TEXT_UNKNOWN',
  },
  agreementSignature: {
    table: 'service_agreements',
    column: 'signature',
    why: 'The signature is mandatory; where the export does not hold it, it is left empty.',
    value: empty,
    rule: 'AGREEMENT_SIGNATURE_ABSENT',
  },
  agreementSigner: {
    table: 'service_agreements',
    column: 'signedBy',
    why: 'The name of who signed is mandatory; where Gingr has none, it is left empty.',
    value: empty,
    rule: 'AGREEMENT_SIGNER_UNKNOWN',
  },
  medicationName: {
    table: 'pet_medications',
    column: 'medicationName',
    why: 'The name is mandatory.',
    value: empty,
    rule: 'MEDICATION_NAME_MISSING',
  },
  medicationDosage: {
    table: 'pet_medications',
    column: 'dosage',
    why: 'The dosage is mandatory; where Gingr states none, it is left empty.',
    value: empty,
    rule: 'MEDICATION_DOSAGE_MISSING',
  },
  medicationFrequency: {
    table: 'pet_medications',
    column: 'frequency',
    why: 'The frequency is mandatory; where Gingr states none, it is left empty.',
    value: empty,
    rule: 'MEDICATION_SCHEDULE_MISSING',
  },
  medicationMethod: {
    table: 'pet_medications',
    column: 'administrationMethod',
    why: 'The method is mandatory; where Gingr states none, it is left empty.',
    value: empty,
    rule: 'MEDICATION_METHOD_MISSING',
  },
  documentType: {
    table: 'documents',
    column: 'fileType',
    why: 'The kind of the content is mandatory; where nothing says it, application/octet-stream: bytes.',
    value: () => 'application/octet-stream',
    rule: 'DOCUMENT_TYPE_UNKNOWN',
  },
  documentSize: {
    table: 'documents',
    column: 'fileSize',
    why: 'The number of bytes is mandatory; 0 where Gingr states none.',
    value: zero,
  },
  documentUploaded: {
    table: 'documents',
    column: 'uploaded',
    why: 'The moment is mandatory; the day of the snapshot stands in.',
    value: asOf,
  },
  lineDescription: {
    table: 'invoice_line_items',
    column: 'description',
    why: 'The description is mandatory.',
    value: empty,
    rule: 'INVOICE_LINE_DESCRIPTION_MISSING',
  },
} as const satisfies Record<string, ForcedValue>;

export type ForcedName = keyof typeof FORCED;

export const isForcedName = (text: string): text is ForcedName => Object.hasOwn(FORCED, text);

export const forcedOf = (name: ForcedName): ForcedValue => FORCED[name];
