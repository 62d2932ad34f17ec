import { agreementRules } from './agreements.ts';
import { animalRules } from './animals.ts';
import { apiRules } from './api.ts';
import { calendarRules } from './calendar.ts';
import type { Rule } from './define.ts';
import { documentRules } from './documents.ts';
import { fileRules } from './files.ts';
import { iconRules } from './icons.ts';
import { identityRules } from './identity.ts';
import { immunizationRules } from './immunizations.ts';
import { medicationRules } from './medications.ts';
import { invoiceRules, paymentRules } from './money.ts';
import { ownerRules } from './owners.ts';
import { employeeRules, noteRules, vetRules } from './people.ts';
import { creditRules, packageRules, subscriptionRules } from './prepaid.ts';
import { productRules } from './products.ts';
import { receiptRules } from './receipts.ts';
import { importAccountRules, incidentRules, reportCardRules } from './records.ts';
import { referenceRules } from './references.ts';
import { reservationRules } from './reservations.ts';
import { additionalServiceRules, lodgingRules, serviceRules } from './services.ts';
import { spreadsheetRules } from './spreadsheets.ts';
import { standingRules } from './standing.ts';
import { targetRules } from './target.ts';
import { valueRules } from './values.ts';
import { vanishedRules } from './vanished.ts';

/** Every rule of the program. docs/rules.md, the report's texts and the issue codes come from here. */
export const RULES = {
  ...fileRules,
  ...apiRules,
  ...identityRules,
  ...referenceRules,
  ...valueRules,
  ...spreadsheetRules,
  ...ownerRules,
  ...animalRules,
  ...iconRules,
  ...vetRules,
  ...employeeRules,
  ...noteRules,
  ...serviceRules,
  ...additionalServiceRules,
  ...lodgingRules,
  ...reservationRules,
  ...calendarRules,
  ...standingRules,
  ...immunizationRules,
  ...invoiceRules,
  ...paymentRules,
  ...productRules,
  ...subscriptionRules,
  ...packageRules,
  ...creditRules,
  ...importAccountRules,
  ...incidentRules,
  ...reportCardRules,
  ...agreementRules,
  ...medicationRules,
  ...documentRules,
  ...receiptRules,
  ...targetRules,
  ...vanishedRules,
} as const;

export type RuleCode = keyof typeof RULES;

export type { Rule, RuleEffect } from './define.ts';

/** The declaration behind a code. */
export const ruleOf = (code: RuleCode): Rule => RULES[code];

export const isRuleCode = (text: string): text is RuleCode => Object.hasOwn(RULES, text);
