import type { FunctionCall } from '../../core/mapping.ts';
import { ruleOf } from '../../core/rules/index.ts';
import { zoneOf } from '../../core/time.ts';
import {
  FUNCTIONS,
  type FunctionArgs,
  type FunctionName,
  isFunctionName,
  toCall,
} from '../../mapping/vocabulary.ts';
import type { TransformContext } from '../context.ts';
import { contactFunctions } from './contact.ts';
import { dateFunctions } from './dates.ts';
import { documentFunctions } from './documents.ts';
import { flagFunctions } from './flags.ts';
import { iconFunctions } from './icons.ts';
import { lodgingFunctions } from './lodging.ts';
import { medicationFunctions } from './medications.ts';
import { moneyFunctions } from './money.ts';
import { numberFunctions } from './numbers.ts';
import { passFunctions } from './passes.ts';
import { productFunctions } from './products.ts';
import { recordFunctions } from './records.ts';
import { referenceFunctions } from './references.ts';
import { scheduleFunctions } from './schedule.ts';
import {
  type Cell,
  cellText,
  type Input,
  type Makers,
  type Step,
  type StepEnvironment,
  type StepResult,
} from './step.ts';
import { textFunctions } from './text.ts';
import { vaccineFunctions } from './vaccines.ts';

/** Every function of the vocabulary; the type holds that none is missing. */
const MAKERS: Makers<FunctionName> = {
  ...textFunctions,
  ...contactFunctions,
  ...flagFunctions,
  ...numberFunctions,
  ...dateFunctions,
  ...referenceFunctions,
  ...lodgingFunctions,
  ...moneyFunctions,
  ...passFunctions,
  ...vaccineFunctions,
  ...iconFunctions,
  ...scheduleFunctions,
  ...productFunctions,
  ...recordFunctions,
  ...medicationFunctions,
  ...documentFunctions,
};

/** Compiles one call. The mapping has been checked, so an unknown name or argument here is a bug and throws. */
export function compileFunction(call: FunctionCall, environment: Omit<StepEnvironment, 'chain'>): Step {
  if (!isFunctionName(call.name)) throw new Error(`unknown function ${call.name}`);
  const chain = (apply: readonly unknown[]) => compileChain(apply.map(toCall), environment);
  return make(call.name, call.args, { ...environment, chain });
}

/** Compiles several calls into one: each takes what the one before it gave, a list as several inputs. */
export function compileChain(
  calls: readonly FunctionCall[],
  environment: Omit<StepEnvironment, 'chain'>,
): Step {
  const steps = calls.map((call) => compileFunction(call, environment));
  const [first, ...others] = steps;
  if (first === undefined) return ([raw = null]) => ({ value: raw });
  if (others.length === 0) return first;
  return (input) => {
    let result = first(input);
    for (const step of others) {
      if (isRefused(result)) break;
      result = combine(result, step(nextInput(result.value)));
    }
    return result;
  };
}

/** A value that rejects its record goes no further: an unreadable amount must not be called missing as well. */
const isRefused = ({ value, issues = [] }: StepResult): boolean =>
  value === null && issues.some(({ code }) => ruleOf(code).effect === 'reject');

/** Runs one call once, for the few places that need a single value (a key over some hundred labels). */
export function callFunction(
  call: FunctionCall,
  input: Input,
  context: TransformContext,
  lookups: StepEnvironment['lookups'] = {},
): Cell {
  const step = compileFunction(call, { context, lookups, zone: zoneOf(context.timeZone) });
  return step(input.map((value) => value || null)).value;
}

function make<Name extends FunctionName>(name: Name, args: unknown, environment: StepEnvironment): Step {
  // zod cannot tell which of the schemas belongs to Name; the table of makers is indexed by the same name.
  const parsed = FUNCTIONS[name].args.parse(args) as FunctionArgs<Name>;
  return MAKERS[name](parsed, environment);
}

const nextInput = (value: Cell): Input => {
  if (value === null || typeof value === 'string') return [value === '' ? null : value];
  return Array.isArray(value) ? value : [cellText(value)];
};

/** The later value with the findings of both; a later finding blames the input that the earlier function chose. */
function combine(before: StepResult, after: StepResult): StepResult {
  const picked = before.picked ?? after.picked;
  const shift = before.picked ?? 0;
  const issues = after.issues?.map((issue) =>
    shift > 0 ? { ...issue, input: shift + (issue.input ?? 0) } : issue,
  );
  const result: StepResult = { value: after.value };
  if (picked !== undefined) result.picked = picked;
  if (before.issues || issues) result.issues = [...(before.issues ?? []), ...(issues ?? [])];
  if (before.alterations || after.alterations) {
    result.alterations = [...(before.alterations ?? []), ...(after.alterations ?? [])];
  }
  return result;
}
