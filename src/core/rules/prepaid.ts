import { defineRules } from './define.ts';

export const subscriptionRules = defineRules('subscriptions', {
  SUBSCRIPTION_ACTIVE: {
    severity: 'warning',
    effect: 'exclude',
    title: 'Subscription that must be stopped in Gingr at cutover',
    explanation:
      'Tailtown has no subscriptions, and Gingr goes on charging the card on file at each renewal: whoever pays in Tailtown too is charged twice (gingr-sources 2.9). Paused ones count, and those of which nothing plain says that they have ended.',
    remedy:
      'Stop each of them in Gingr at cutover, and agree with its owner how it goes on. The fidelity statement of the report names them, with owner, price and next charge.',
  },
  SUBSCRIPTION_ENDED: {
    severity: 'info',
    effect: 'exclude',
    title: 'Subscription that has ended',
    explanation: 'It charges nobody any more, and Tailtown has no place for it.',
    remedy: 'Nothing to do.',
  },
});

const decide = 'Say what it is in lookups/packages.yaml of an overlay, and run again.';

export const packageRules = defineRules('packages', {
  PACKAGE_KIND_UNDECIDED: {
    severity: 'error',
    title: 'Kind of package of which nobody decided what it is',
    explanation:
      'Tailtown knows prepaid days of day care and nothing else. What customers have paid for is not sorted by its label: lookups/packages.yaml says of each kind whether it is one (DAYCARE) or not (OTHER).',
    remedy: decide,
  },
  PACKAGE_OTHER_KIND: {
    severity: 'warning',
    effect: 'exclude',
    title: 'Package that is no day care pass',
    explanation:
      'The lookup says that it is none, and Tailtown has no place for other credits. The fidelity statement names each with its owner, credits and price; their value stands beside it.',
    remedy: 'Agree with the owners how they use up what they have paid for.',
  },
  PACKAGE_UNREVIEWED: {
    severity: 'warning',
    title: 'Day care pass whose ordinary price nobody reviewed',
    explanation:
      "Tailtown insists on the price of a day without a pass and on the discount, and Gingr states neither; without them in lookups/packages.yaml they become 0. What customers have paid is Gingr's own.",
    remedy: 'Add regularPricePerDay and discountPercent to the kind in lookups/packages.yaml of an overlay.',
  },
  PACKAGE_NAME_MISSING: {
    severity: 'error',
    title: 'Kind of package without a name',
    explanation: 'Tailtown insists on a name, and none may be invented.',
    remedy: 'Name the package in Gingr and export again.',
  },
  PACKAGE_TERMS_MISSING: {
    severity: 'error',
    title: 'Kind of package without its credits or its price',
    explanation:
      'How many credits it sells, and for how much, is empty. Neither is computed from what owners bought.',
    remedy: 'Look it up in Gingr by its id and export it again.',
  },
  PACKAGE_NEVER_EXPIRES: {
    severity: 'warning',
    title: 'Package without an end',
    explanation:
      'Gingr states no day (or number of days) on which it expires. Tailtown insists on one: 2099-12-31, or 36,500 days.',
    remedy: 'Nothing to do, if such packages never expire at the resort.',
  },
  PACKAGE_OWNER_MISSING: {
    severity: 'error',
    title: 'Package without an owner',
    explanation: 'The owner id is empty or 0; credits belong to an owner.',
    remedy: 'Look it up in Gingr by its id and export it again.',
  },
  PACKAGE_OWNER_UNKNOWN: {
    severity: 'error',
    title: 'Package of an owner that is not there',
    explanation: 'The owner id stands in no owners file of this snapshot and in no earlier load.',
    remedy: 'Export the owners that are missing (check the location filter), and run again.',
  },
  PACKAGE_KIND_MISSING: {
    severity: 'error',
    title: 'Package of an owner without its kind',
    explanation: 'The id of the kind is empty, so nothing says what its credits are good for.',
    remedy: 'Look it up in Gingr by its id and export it again.',
  },
  PACKAGE_KIND_UNKNOWN: {
    severity: 'error',
    title: 'Package of a kind that is not there',
    explanation:
      'The id of the kind stands in no file of package types. Kinds that are sold no longer are needed too.',
    remedy: 'Export the package types again, inactive ones included.',
  },
  PACKAGE_CREDITS_MISSING: {
    severity: 'error',
    title: 'Package of which nothing says what is left',
    explanation: 'The credits that remain are empty. They are not counted from the stays.',
    remedy: 'Look it up in Gingr by its id and export it again.',
  },
  PACKAGE_CREDITS_UNREADABLE: {
    severity: 'error',
    title: 'Credits that are no whole number',
    explanation: 'A credit cannot be split (gingr-sources 2.9), and nothing is rounded.',
    remedy: 'Look it up in Gingr by its id and export it again.',
  },
  PACKAGE_PRICE_NEGATIVE: {
    severity: 'error',
    title: 'Package with a negative price',
    explanation: 'It may be a refund; what its credits are worth cannot be said.',
    remedy: 'Look at the package in Gingr.',
  },
  PACKAGE_QUANTITY_MISSING: {
    severity: 'error',
    title: 'Package with a price and no quantity',
    explanation:
      'A credit is worth the price divided by the quantity bought (gingr-sources 1.1), and the quantity is empty or 0.',
    remedy: 'Look it up in Gingr by its id and export it again, with the quantity or the value that remains.',
  },
  PACKAGE_WITHOUT_SALE: {
    severity: 'warning',
    title: 'Credits that nobody bought',
    explanation:
      "No price is stated: credits that staff added by hand, or that came from the system before Gingr (P-G-11). They move, and are worth 0 as in Gingr's own report.",
    remedy: 'Look at them with the resort before anybody is refunded for them.',
  },
  PACKAGE_MORE_THAN_BOUGHT: {
    severity: 'warning',
    title: 'More credits left than were bought',
    explanation:
      'Staff can add credits by hand (gingr-sources 2.9). Both numbers are kept; none counts as used.',
    remedy: 'Look at the package in Gingr.',
  },
  PACKAGE_VALUE_DIFFERS: {
    severity: 'warning',
    title: 'Value that is not price by quantity times what is left',
    explanation:
      'Gingr states another value than its own rule gives. Price, quantity and credits are kept as they are.',
    remedy: 'Compare the package with the one in Gingr.',
  },
});

export const creditRules = defineRules('store credit', {
  STORE_CREDIT_OWNER_MISSING: {
    severity: 'error',
    title: 'Store credit without an owner',
    explanation: 'The owner id is empty or 0, so nobody can use it.',
    remedy: 'Look it up in Gingr and export it again.',
  },
  STORE_CREDIT_OWNER_UNKNOWN: {
    severity: 'error',
    title: 'Store credit of an owner that is not there',
    explanation: 'The owner id stands in no owners file of this snapshot and in no earlier load.',
    remedy: 'Export the owners that are missing (check the location filter), and run again.',
  },
  STORE_CREDIT_AMOUNT_MISSING: {
    severity: 'error',
    title: 'Store credit without an amount',
    explanation:
      'The amount is empty. It is not taken from the balance of the owner, which open invoices are part of.',
    remedy: 'Look it up in Gingr and export it again.',
  },
  GIFT_CARD_WITHOUT_PLACE: {
    severity: 'warning',
    effect: 'exclude',
    title: 'Gift card, for which Tailtown has no place',
    explanation:
      'Tailtown has no gift cards, and whoever holds one need not be the owner who bought it, so it does not become store credit by itself. The number of a card is never stored.',
    remedy:
      'The fidelity statement names each with what is left on it. Keep the list from Gingr at the front desk, or enter store credit for owners who bring a card.',
  },
});
