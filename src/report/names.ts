import type { RunModel, TotalAccount } from '../reconcile/model.ts';
import { label } from './format.ts';

interface Words {
  name: string;
  /** What it is, in a sentence for people who never saw a database. */
  meaning: string;
}

/** Kinds of records whose name in Gingr says little. */
const ENTITIES = new Map<string, Words>([
  ['immunization_types', { name: 'Vaccine types', meaning: 'The vaccines that Gingr knows, per species.' }],
  ['immunizations', { name: 'Vaccinations', meaning: 'Each vaccine of each pet, with its expiry.' }],
  [
    'invoices',
    { name: 'Invoices', meaning: 'What was billed. Estimates of stays that are not over are left out.' },
  ],
  ['invoice_lines', { name: 'Lines of invoices', meaning: 'What stands on an invoice, line by line.' }],
  ['payments', { name: 'Payments and refunds', meaning: 'Money received, and money paid back.' }],
  [
    'additional_services',
    { name: 'Additional services', meaning: 'What can be booked with a stay, such as a bath.' },
  ],
  [
    'reservation_services',
    { name: 'Services of stays', meaning: 'Each service that was booked with a stay, with its cost.' },
  ],
  [
    'standing_reservations',
    { name: 'Standing reservations', meaning: 'Schedules by which stays come again, such as every Monday.' },
  ],
  [
    'calendar_details',
    {
      name: 'Lines of the calendar',
      meaning:
        'The calendar as people see it, with names and no ids. Each line is held against the stay it shows.',
    },
  ],
  ['retail_items', { name: 'Retail items', meaning: 'What is sold over the counter: products in Tailtown.' }],
  [
    'retail_categories',
    { name: 'Categories of retail items', meaning: 'The words by which Gingr groups what is sold.' },
  ],
  ['receipts', { name: 'Receipts', meaning: 'Sales before August 2019, when Gingr had no invoices.' }],
  ['receipt_lines', { name: 'Lines of receipts', meaning: 'What was sold then, line by line.' }],
  [
    'receipt_payments',
    { name: 'Payments of receipts', meaning: 'What was paid then, where it was paid in several ways.' },
  ],
  [
    'import_account',
    {
      name: 'Import account',
      meaning:
        'One inactive account of staff that is no person: records whose author is no employee that moves stand under it.',
    },
  ],
  ['incidents', { name: 'Incidents', meaning: 'Injuries, bites, escapes: what happened to an animal.' }],
  [
    'report_cards',
    { name: 'Report cards', meaning: 'What the resort told owners of the days of their animals.' },
  ],
  [
    'medications',
    { name: 'Medications', meaning: 'Medications that Gingr keeps one by one, with amount and time.' },
  ],
  [
    'files',
    { name: 'Files', meaning: 'Addresses of files of owners and animals; `files copy` fetches the bytes.' },
  ],
  ['agreements', { name: 'Agreements', meaning: 'The texts that customers are asked to sign.' }],
  ['owner_agreements', { name: 'Signed agreements', meaning: 'What customers signed, when, byte for byte.' }],
  [
    'deposits',
    {
      name: 'Deposits',
      meaning: 'Money paid ahead for a stay. Gingr lists each among the payments as well.',
    },
  ],
]);

/** Control totals in the order in which the money section prints them. */
const TOTALS = new Map<string, Words>([
  ['invoices.total', { name: 'Sales', meaning: 'as billed: with tax, less discounts' }],
  ['invoices.subtotal', { name: 'Sales before tax and discounts', meaning: '' }],
  ['invoices.discount', { name: 'Discounts', meaning: '' }],
  ['invoices.tax', { name: 'Tax', meaning: '' }],
  ['invoice_lines.amount', { name: 'Sales, line by line', meaning: 'what stands on the invoices' }],
  ['invoice_lines.returns', { name: 'Returned goods', meaning: 'in Tailtown as credit notes' }],
  ['payments.received', { name: 'Payments received', meaning: '' }],
  ['payments.refunds', { name: 'Refunds', meaning: 'money paid back' }],
  [
    'deposits.amount',
    {
      name: 'Deposits',
      meaning: 'each is one of the payments, where it is found again; by what became of it',
    },
  ],
  ['receipts.total', { name: 'Sales before August 2019', meaning: 'receipts, as billed' }],
  ['receipts.paid', { name: 'Payments before August 2019', meaning: '' }],
  [
    'receipts.carried',
    {
      name: 'Carried to running balances',
      meaning: 'what receipts left open; Gingr made open invoices and credit of it',
    },
  ],
  [
    'receipt_payments.received',
    { name: 'Payments before August 2019, one by one', meaning: 'where a receipt was paid in several ways' },
  ],
  ['receipt_payments.refunds', { name: 'Refunds before August 2019', meaning: '' }],
  ['receipt_lines.amount', { name: 'Sales before August 2019, line by line', meaning: '' }],
  ['receipts.subtotal', { name: 'Sales before August 2019, before tax', meaning: '' }],
  ['receipts.tax', { name: 'Tax before August 2019', meaning: '' }],
  ['receipts.discount', { name: 'Discounts before August 2019', meaning: '' }],
  ['invoices.tips', { name: 'Tips', meaning: '' }],
  ['invoices.surcharges', { name: 'Surcharges', meaning: '' }],
  ['owner_packages.value', { name: 'Packages', meaning: 'what is left of them, at what they cost' }],
  ['store_credits.amount', { name: 'Store credit', meaning: '' }],
  ['gift_cards.balance', { name: 'Gift cards', meaning: 'what is left on them' }],
  ['subscriptions.price', { name: 'Subscriptions', meaning: 'what they charge each time' }],
  ['invoices.count', { name: 'Invoices', meaning: '' }],
  ['invoices.estimates', { name: 'Estimates', meaning: 'of stays that are not checked out: no sales yet' }],
  ['deposits.count', { name: 'Deposits', meaning: '' }],
  ['invoice_lines.count', { name: 'Lines of invoices', meaning: '' }],
  ['payments.count', { name: 'Payments and refunds', meaning: '' }],
  ['reservation_services.cost', { name: 'Services of stays', meaning: 'what they cost, stay by stay' }],
  ['reservation_services.count', { name: 'Services of stays', meaning: '' }],
  ['standing_reservations.count', { name: 'Standing reservations', meaning: '' }],
  ['immunizations.count', { name: 'Vaccinations', meaning: '' }],
  ['retail_items.count', { name: 'Retail items', meaning: '' }],
  [
    'retail_items.price',
    { name: 'Prices of retail items', meaning: 'one of each, so that no price is lost or changed' },
  ],
]);

export const entityName = (entity: string): string => ENTITIES.get(entity)?.name ?? label(entity);

/** What the kinds of this run are that have a name of their own, with Gingr's word. */
export const entityMeanings = ({ entities }: RunModel): (Words & { entity: string })[] =>
  entities.flatMap(({ entity }) => {
    const words = ENTITIES.get(entity);
    return words === undefined ? [] : [{ ...words, entity }];
  });

export const totalName = (name: string): string => TOTALS.get(name)?.name ?? label(name);

/** A few words on what a control total adds up; empty where its name says it all. */
export const totalMeaning = (name: string): string => TOTALS.get(name)?.meaning ?? '';

/** Sorted as people read them: sales first, totals without a name of their own last. */
export function inOrder<Total extends TotalAccount>(totals: readonly Total[]): Total[] {
  const order = [...TOTALS.keys()];
  const place = ({ name }: Total) => (TOTALS.has(name) ? order.indexOf(name) : order.length);
  return [...totals].sort((a, b) => place(a) - place(b));
}

/** Into what a merge rule folds a record; a rule that is not listed names no such place. */
const FOLDED = new Map([
  ['IMMUNIZATION_ON_PET', "the pet's record"],
  ['IMMUNIZATION_SUPERSEDED', 'the newer one'],
  ['IMMUNIZATION_TYPE_TWIN', 'the same vaccine type'],
  ['DEPOSIT_IS_PAYMENT', 'its payment'],
  ['CALENDAR_LINE_IS_STAY', 'the stay that it shows'],
]);

export const foldedInto = (code: string | null): string | null =>
  code === null ? null : (FOLDED.get(code) ?? null);
