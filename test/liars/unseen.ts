import type { Unseen } from './score.ts';

/** Lies of a mapping that no check can see, each class with its reason; docs/proof-of-comparison.md says the same. */

const LODGINGS: Unseen = {
  matches: /resources\.(?:type|capacity|location|attributes|isActive|name)/,
  why: 'Gingr has no list of lodgings: they are made of labels of stays. Only the end of the name is held against those labels.',
};

const DECIDED: Unseen = {
  matches:
    /services\.(?:serviceCategory|duration|price)|daycare_pass_packages\.(?:regularPricePerDay|discountPercent)|staff\.role|waitlist_entries\.serviceType|lookup (?:services|lodgings|packages|staff_roles)/,
  why: 'A person decides these in an overlay, and Gingr states none of them: there is nothing to hold them against.',
};

const SAME_DEFAULT: Unseen = {
  matches:
    /(?:vaccine_requirements\.is_active|invoice_line_items\/return\.quantity|pushNotifications|invoices\.(?:discount|depositPaid|balanceDue|taxAmount)|products\.track_inventory|addon_services\.taxable|(?:customer_daycare_passes|waitlist_entries)\.status): (?:dropped|null)/,
  why: "The target's own default says the same, so that the rows are equal.",
};

const ICONS: Unseen = {
  matches:
    /(?:pets|customers)\.(?:petIcons|customerIcons|iconNotes|\w+Flags|playgroupCompatibility|iconsSaid)|lookup icons/,
  why: 'A person decides in lookups/icons.yaml what an icon stands for. That every icon about safety arrives word for word, in the notes, is held against the raw lines.',
};

const OWN_WORDS: Unseen = {
  matches: /product_categories\.(?:is_active|name: (?:other case|another row's))|payments\/credit\.notes/,
  why: "The mapping's own word for every row, or a category by which its items are found whatever its case: no line says it.",
};

const PHONE_FORM: Unseen = {
  matches: /\.(?:emergencyPhone|phone|fax): no functions/,
  why: 'Only the digits of a telephone number are held against the raw line: what is no number is kept as it is written.',
};

const ORDER: Unseen = {
  matches: /otes: columns in another order/,
  why: 'A text that is put together of several columns holds them all, whichever comes first.',
};

export const UNSEEN_FUNCTIONS: Unseen[] = [LODGINGS, DECIDED, SAME_DEFAULT, ICONS, OWN_WORDS];

export const UNSEEN_MAPPINGS: Unseen[] = [
  LODGINGS,
  DECIDED,
  SAME_DEFAULT,
  ORDER,
  ICONS,
  PHONE_FORM,
  OWN_WORDS,
];

/** Lies inside the load's transaction about what the mapping does not fill. */
export const UNSEEN_COLUMNS: Unseen[] = [
  {
    matches: /invoices\.(?:externalId|reservationId|taxRate|discount|depositPaid|balanceDue): /,
    why: 'No mapping fills these columns of a credit note, whose row is lied about where its id comes first.',
  },
];
