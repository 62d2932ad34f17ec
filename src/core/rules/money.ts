import { defineRules } from './define.ts';

const exportInvoices = 'Export the invoices of the same time and locations, and run again.';
const exportAgain = 'Look it up in Gingr by its id and export it again.';

export const invoiceRules = defineRules('invoices', {
  INVOICE_OWNER_MISSING: {
    severity: 'error',
    title: 'Invoice without an owner',
    explanation: 'The owner id is empty or 0. An invoice in Tailtown must have a customer.',
    remedy: exportAgain,
  },
  INVOICE_OWNER_UNKNOWN: {
    severity: 'error',
    title: 'Invoice of an owner that is not there',
    explanation: 'The owner id stands in no owners file of this snapshot and in no earlier load.',
    remedy: 'Export the owners that are missing (check the location filter), and run again.',
  },
  INVOICE_DATE_MISSING: {
    severity: 'error',
    title: 'Invoice without a date',
    explanation: 'The creation stamp is empty or cannot be read, and it never becomes "now".',
    remedy: exportAgain,
  },
  INVOICE_AMOUNT_MISSING: {
    severity: 'error',
    title: 'Invoice without a subtotal or a total',
    explanation: 'The amount is empty. It is not computed from the others: they may be wrong (P-MON 14).',
    remedy: exportAgain,
  },
  INVOICE_ESTIMATE: {
    severity: 'info',
    effect: 'exclude',
    title: 'Estimate of a stay that is not checked out',
    explanation: 'It becomes an invoice at check-out only (gingr-sources 2.8). Nothing was paid on it yet.',
    remedy: 'Nothing to do; the load after check-out brings the invoice.',
  },
  INVOICE_ESTIMATE_HELD: {
    severity: 'info',
    title: 'Estimate that holds money',
    explanation:
      'A deposit was paid ahead, and a payment in Tailtown needs an invoice. The estimate has one that owes nothing but what was forfeited; what was paid is held there for the owner, and at check-out the same row becomes the invoice.',
    remedy: 'Nothing to do.',
  },
  INVOICE_ESTIMATE_UNUSABLE: {
    severity: 'error',
    title: 'Estimate that holds money, without an owner or a date',
    explanation: 'The money on it would have no place: Tailtown insists on a customer and a date.',
    remedy: exportAgain,
  },
  INVOICE_OF_BOOKING: {
    severity: 'info',
    title: 'Invoice of a booking of several reservations',
    explanation:
      'It names the booking as a whole, of which each animal or lodging has a reservation of its own. Tailtown links an invoice to one of them at most, and Gingr does not say which: the invoice is linked to none, and its notes name the booking.',
    remedy: 'Nothing to do.',
  },
  INVOICE_STAY_SECOND: {
    severity: 'warning',
    title: 'Another invoice of the same stay',
    explanation:
      "Tailtown allows one invoice for a stay (tailtown-target trap 4). The earliest keeps it; this one has Gingr's reservation id in its notes.",
    remedy: 'Nothing to do; look at the stay if it should have one invoice.',
  },
  INVOICE_PART_REJECTED: {
    severity: 'error',
    title: 'Invoice of which a line or a payment could not be moved',
    explanation: 'An invoice stands or falls with its lines and payments. The root cause is named.',
    remedy: 'Mend the line or payment named as the root; the invoice then follows.',
  },
  INVOICE_TOTAL_MISMATCH: {
    severity: 'warning',
    title: 'Total that is not subtotal plus tax minus discount',
    explanation: 'All four amounts are kept as Gingr has them (P-MON 14).',
    remedy: 'Compare the invoice with the one in Gingr.',
  },
  INVOICE_LINES_MISMATCH: {
    severity: 'warning',
    title: 'Lines that do not add up to the subtotal',
    explanation:
      'The lines that are not voided have another sum than the subtotal. All amounts are kept as Gingr has them.',
    remedy: 'Compare the invoice with the one in Gingr; lines may be missing from the export.',
  },
  INVOICE_OVERPAID: {
    severity: 'warning',
    title: 'Payments above the total',
    explanation: 'The payments moved exceed the total of the invoice. All of them are kept.',
    remedy: 'Look for a payment that was entered twice, or for credit that the customer is owed.',
  },
  INVOICE_CLOSED_UNPAID: {
    severity: 'warning',
    title: 'Closed in Gingr, and not paid in full',
    explanation:
      'Gingr closes an invoice when it is paid in full (gingr-sources 2.8), but the payments moved do not cover it. No payment is invented (P-MON 1).',
    remedy: 'Export the payments of the same time and locations, or look at the invoice.',
  },
  INVOICE_NOT_IN_SNAPSHOT: {
    severity: 'warning',
    title: 'Its invoice came with an earlier load',
    explanation:
      'This line or payment is new or has changed, and its invoice is not in this snapshot. It moved; what the invoice owes, was paid and was credited stands as the earlier load left it.',
    remedy: 'Extract again, with an export that holds the invoice too: a load then brings it up to date.',
  },
  INVOICE_RETURN_UNEXPLAINED: {
    severity: 'warning',
    title: 'Returned, and no line says what',
    explanation:
      'The invoice is marked as returned and none of its lines has a refund, so no credit was made.',
    remedy: 'Export the lines of the invoice, or look at it in Gingr.',
  },
  INVOICE_LINE_INVOICE_MISSING: {
    severity: 'error',
    title: 'Line without an invoice',
    explanation: 'The invoice id of the line is empty.',
    remedy: exportAgain,
  },
  INVOICE_LINE_INVOICE_UNKNOWN: {
    severity: 'error',
    title: 'Line of an invoice that is not there',
    explanation: 'The invoice id stands in no invoices file of this snapshot and in no earlier load.',
    remedy: exportInvoices,
  },
  INVOICE_LINE_AMOUNT_MISSING: {
    severity: 'error',
    title: 'Line without an amount',
    explanation: 'The total of the line is empty; it is not computed from price and quantity.',
    remedy: exportAgain,
  },
  INVOICE_LINE_DESCRIPTION_MISSING: {
    severity: 'warning',
    title: 'Line without a description',
    explanation: 'Tailtown insists on a description; it is left empty.',
    remedy: 'Nothing to do; the amounts are kept.',
  },
  INVOICE_LINE_QUANTITY_PARTIAL: {
    severity: 'info',
    title: 'Line whose quantity Tailtown cannot hold',
    explanation:
      "Tailtown's quantity is a whole number and its price times that gives the amount (tailtown-target trap 13). The line stands as 1 at its whole amount, with Gingr's quantity in the description.",
    remedy: 'Nothing to do; the amount is exact.',
  },
  INVOICE_LINE_QUANTITY_NEGATIVE: {
    severity: 'warning',
    title: 'Line with a negative quantity',
    explanation:
      "The line stands as 1 at its whole amount, with Gingr's quantity in the description. It may be a return.",
    remedy: 'Look at the invoice in Gingr.',
  },
  INVOICE_LINE_VOIDED: {
    severity: 'info',
    effect: 'exclude',
    title: 'Voided line',
    explanation: 'A voided line was never charged, and a void is no refund (gingr-sources 2.8).',
    remedy: 'Nothing to do.',
  },
  INVOICE_LINE_ESTIMATE: {
    severity: 'info',
    effect: 'exclude',
    title: 'Line of an estimate',
    explanation:
      'It is sold at check-out only (gingr-sources 2.8); the estimate has a row for the money that it holds.',
    remedy: 'Nothing to do; the load after check-out brings the line.',
  },
  INVOICE_TIP_APART: {
    severity: 'warning',
    title: 'Tip or surcharge that neither total nor payments show',
    explanation:
      'It stands beside the lines of the invoice, its total is right without it, and the payments do not hold it: it may have been paid otherwise, or stand among the lines. It becomes no amount that anybody owes; the notes of the invoice name it.',
    remedy: 'Look at the invoice in Gingr; enter it in Tailtown where it matters.',
  },
  INVOICE_PREVIOUS_BALANCE: {
    severity: 'error',
    title: 'Line with the "previous balance" of another account',
    explanation:
      "A defect of Gingr re-opened closed invoices with another account's balance (P-G-8). Nobody may be billed for it.",
    remedy: 'Remove the line in Gingr, with the help of its support, and export again.',
  },
});

export const paymentRules = defineRules('payments', {
  PAYMENT_INVOICE_MISSING: {
    severity: 'error',
    title: 'Payment without an invoice',
    explanation: 'The invoice id of the payment is empty. It is never matched by amount or date (P-MON 5).',
    remedy: exportAgain,
  },
  PAYMENT_INVOICE_UNKNOWN: {
    severity: 'error',
    title: 'Payment of an invoice that is not there',
    explanation: 'The invoice id stands in no invoices file of this snapshot and in no earlier load.',
    remedy: exportInvoices,
  },
  PAYMENT_AMOUNT_MISSING: {
    severity: 'error',
    title: 'Payment without an amount',
    explanation: "The amount is empty. The invoice's total is never taken for it (P-MON 1).",
    remedy: exportAgain,
  },
  PAYMENT_METHOD_MISSING: {
    severity: 'error',
    title: 'Payment without a method',
    explanation: 'Gingr names no method, and an unknown one never becomes CASH (P-MON 9).',
    remedy: exportAgain,
  },
  PAYMENT_METHOD_UNMAPPED: {
    severity: 'error',
    title: 'Payment by a method that the mapping does not know',
    explanation: 'The method is in no lookup, and an unknown one never becomes CASH (P-MON 9).',
    remedy: 'Decide what the method is, and add it to lookups/payment_methods.yaml in an overlay.',
  },
  PAYMENT_DATE_MISSING: {
    severity: 'error',
    title: 'Payment without a date',
    explanation: 'The time of the payment is empty or cannot be read, and it never becomes "now".',
    remedy: exportAgain,
  },
  PAYMENT_ZERO: {
    severity: 'info',
    effect: 'exclude',
    title: 'Payment of nothing',
    explanation:
      'The payment is marked as zero or its amount is 0, as for a package that was used; it is not money (gingr-sources 2.8 and 2.9).',
    remedy: 'Nothing to do.',
  },
  PAYMENT_ALLOCATION: {
    severity: 'info',
    effect: 'exclude',
    title: 'Payment moved from one invoice to another',
    explanation: 'A refund of an allocation is bookkeeping inside Gingr and no money (gingr-sources 2.8).',
    remedy: 'Nothing to do.',
  },
  DEPOSIT_IS_PAYMENT: {
    severity: 'info',
    effect: 'merge',
    title: 'Deposit that stands among the payments',
    explanation:
      'Each deposit is also a payment, under its payment id; as a row of its own it would count twice (gingr-sources 2.8).',
    remedy: 'Nothing to do.',
  },
  DEPOSIT_NEVER_PAID: {
    severity: 'info',
    effect: 'exclude',
    title: 'Deposit that was asked for and never paid',
    explanation:
      'It names no payment, nothing was paid of it, and nothing became of it. A request is no money, and Tailtown keeps none; the fidelity statement names each with what was asked.',
    remedy: 'Ask for it again in Tailtown where the stay is still to come.',
  },
  DEPOSIT_PAYMENT_MISSING: {
    severity: 'error',
    title: 'Deposit without a payment',
    explanation:
      'The payment id of the deposit is empty, so its money is in no payment of this snapshot. Tailtown holds no money without its way of payment, and none is guessed. The API names no payment for the deposit of a stay that has no sale yet (`STAY/deposit`).',
    remedy:
      "Export again; where it came from the API, look the payment up in Gingr's deposits report and enter it in Tailtown by hand at cutover.",
  },
  DEPOSIT_PAYMENT_UNKNOWN: {
    severity: 'error',
    title: 'Deposit whose payment is not there',
    explanation: 'The payment id stands in no payments file of this snapshot and in no earlier load.',
    remedy: 'Export the payments of the same time and locations, and run again.',
  },
  DEPOSIT_AMOUNT_DIFFERS: {
    severity: 'error',
    title: 'Deposit of another amount than its payment',
    explanation:
      'What was paid for the deposit (or for all deposits of one payment) is not the amount of the payment. Nobody can say which is right; the payment moves as it is.',
    remedy: 'Compare both in Gingr, and export them again.',
  },
  DEPOSIT_FORFEITED: {
    severity: 'info',
    title: 'Deposit that was forfeited',
    explanation:
      'The stay was cancelled and the resort keeps the money: its amount, less what was paid back, is what the row of the estimate owes, so that the owner has no credit of it.',
    remedy: 'Nothing to do.',
  },
  DEPOSIT_REFUND_UNSEEN: {
    severity: 'warning',
    title: 'Refunded deposit, and no payment that shows it',
    explanation:
      'The deposit says that it was paid back, and the payments of its estimate do not. No payment is invented.',
    remedy: 'Export the payments of the same time and locations, or look at the deposit in Gingr.',
  },
  DEPOSIT_UNDECIDED: {
    severity: 'warning',
    title: 'Deposit of a cancelled stay of which nobody decided',
    explanation:
      'The stay was cancelled, and the deposit was neither forfeited nor paid back (P-G-9). Tailtown holds it for the owner, as Gingr does.',
    remedy: 'Forfeit it or pay it back in Gingr before cutover, or in Tailtown afterwards.',
  },
  INVOICE_OPEN_DIFFERS: {
    severity: 'warning',
    title: 'Invoice of which another amount is open than in Gingr',
    explanation:
      "What is open of the invoice by Gingr's own lines (its total less what was paid and returned) is not what Tailtown's rows say, or not what its balanceDue says. People who entered a payment in one of the two are the usual reason.",
    remedy: 'Look at the invoice in both; enter what is missing in Tailtown after the move.',
  },
  OWNER_BALANCE_DIFFERS: {
    severity: 'warning',
    title: 'Owner whose balance differs from Gingr',
    explanation:
      "Gingr's own balance of the owner is not what Tailtown makes of the invoices and payments that were moved; deposits that are held for a stay count in neither. Invoices before August 2019 and store credit are the usual reasons (P-G-10).",
    remedy: 'Look at the account in both; enter what is missing in Tailtown after the move.',
  },
});
