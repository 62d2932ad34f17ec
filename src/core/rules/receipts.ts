import { defineRules } from './define.ts';

const exportAgain = 'Look it up in Gingr by its id and export it again.';

export const receiptRules = defineRules('receipts', {
  RECEIPT_OWNER_MISSING: {
    severity: 'error',
    title: 'Receipt without an owner',
    explanation: 'The owner id is empty or 0. An invoice in Tailtown must have a customer.',
    remedy: exportAgain,
  },
  RECEIPT_OWNER_UNKNOWN: {
    severity: 'error',
    title: 'Receipt of an owner that is not there',
    explanation: 'The owner id stands in no owners file of this snapshot and in no earlier load.',
    remedy: 'Export the owners that are missing (check the location filter), and run again.',
  },
  RECEIPT_DATE_MISSING: {
    severity: 'error',
    title: 'Receipt without a date',
    explanation: 'The creation stamp is empty or cannot be read, and it never becomes "now".',
    remedy: exportAgain,
  },
  RECEIPT_AFTER_CHANGE: {
    severity: 'error',
    title: 'Receipt of a day when Gingr had invoices',
    explanation:
      'Gingr has receipts before 2019-08-01 and invoices from that day on (gingr-sources 1.2). As a receipt, a sale that is an invoice too would count twice.',
    remedy: 'Export it with the invoices, or look at its date in Gingr.',
  },
  RECEIPT_AMOUNT_MISSING: {
    severity: 'error',
    title: 'Receipt without a subtotal or a total',
    explanation: 'The amount is empty. It is not computed from the others.',
    remedy: exportAgain,
  },
  RECEIPT_PAYMENT_UNKNOWN: {
    severity: 'warning',
    title: 'Receipt that does not say what was paid',
    explanation:
      'No payment is invented. The sale moves, and its total is taken off by the row that stands for the running balance of the account.',
    remedy: 'Export the receipts again with what was paid.',
  },
  RECEIPT_PAYMENT_RECEIPT_MISSING: {
    severity: 'error',
    title: 'Payment without a receipt',
    explanation: 'The receipt id of the payment is empty. It is never matched by amount or date (P-MON 5).',
    remedy: exportAgain,
  },
  RECEIPT_PAYMENT_RECEIPT_UNKNOWN: {
    severity: 'error',
    title: 'Payment of a receipt that is not there',
    explanation: 'The receipt id stands in no receipts file of this snapshot and in no earlier load.',
    remedy: 'Export the receipts of the same time and locations, and run again.',
  },
  RECEIPT_PAID_IN_PARTS: {
    severity: 'info',
    title: 'Receipt whose payments are known one by one',
    explanation:
      'Each becomes a payment with its own method, day and amount; together they are what the receipt says was paid. Its own words on the method are not needed.',
    remedy: 'Nothing to do.',
  },
  RECEIPT_PAYMENTS_DIFFER: {
    severity: 'error',
    title: 'Receipt whose payments do not add up to what it says was paid',
    explanation:
      'The payments exported for it add up to another amount, or it does not say what was paid. Which of them is right Gingr must say.',
    remedy: 'Export receipts and their payments again, at the same time and with what was paid.',
  },
  RECEIPT_PAYMENTS_TWICE: {
    severity: 'error',
    title: 'Receipt whose payments an earlier load brought in another form',
    explanation:
      'Once as one payment with the sum that the receipt states, once payment by payment: both would count the same money twice. What the earlier load brought stays.',
    remedy:
      'Export it in the form of the earlier load, or roll that load back and load again with the payments one by one.',
  },
  RECEIPT_VOIDED: {
    severity: 'info',
    effect: 'exclude',
    title: 'Voided receipt',
    explanation: 'It was never charged, and a void is no refund (gingr-sources 2.8).',
    remedy: 'Nothing to do.',
  },
  RECEIPT_IS_INVOICE: {
    severity: 'info',
    effect: 'exclude',
    title: 'Receipt that stands among the invoices',
    explanation:
      'An invoice has its id, owner, moment and total: a dump has all sales in one table. The invoice moves; as a receipt it would count twice.',
    remedy: 'Nothing to do.',
  },
  RECEIPT_PART_REJECTED: {
    severity: 'error',
    title: 'Receipt of which a line could not be moved',
    explanation: 'A receipt stands or falls with its lines. The root cause is named.',
    remedy: 'Mend the line named as the root; the receipt then follows.',
  },
  RECEIPT_LINE_RECEIPT_MISSING: {
    severity: 'error',
    title: 'Line without a receipt',
    explanation: 'The receipt id of the line is empty.',
    remedy: exportAgain,
  },
  RECEIPT_LINE_RECEIPT_UNKNOWN: {
    severity: 'error',
    title: 'Line of a receipt that is not there',
    explanation: 'The receipt id stands in no receipts file of this snapshot and in no earlier load.',
    remedy: 'Export the receipts of the same time and locations, and run again.',
  },
});
