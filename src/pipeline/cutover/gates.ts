import { type Held, howToSign, type Unsigned } from './evidence.ts';
import { type Gate, type GateInput, gate } from './gate.ts';
import { rejectsGate } from './gate-rejects.ts';
import {
  exceptionsGate,
  firstBatchGate,
  mappingGate,
  rehearsalGate,
  rulesGate,
  signatureGate,
  snapshotGate,
} from './gates-signed.ts';
import { backupGate, doctorGate, questionGate, targetGate } from './gates-target.ts';

/** Every condition of a load into production, all of them at once; of a batch that nobody signed, those that can be told. */
export function gatesOf(input: GateInput): Promise<Gate[]> {
  const { held } = input;
  return held.signed === null ? unsignedGates({ ...input, held }) : signedGates({ ...input, held });
}

async function unsignedGates(input: GateInput<Unsigned>): Promise<Gate[]> {
  const { batch, verified } = input.held;
  return [
    targetGate(input),
    gate(
      'sign-off',
      false,
      verified === null
        ? `the workspace knows no batch ${batch}: nobody verified or signed it`
        : `batch ${batch} was verified in ${verified.target}, and nobody signed it`,
      howToSign(batch, verified?.target),
    ),
    ...(verified === null
      ? []
      : [
          mappingGate(verified, 'verified', input),
          rejectsGate(verified.figures, input),
          rehearsalGate(verified.target, input),
        ]),
    ...(await targetGates(input)),
  ];
}

async function signedGates(input: GateInput<Held>): Promise<Gate[]> {
  const { signed, figures } = input.held;
  return [
    targetGate(input),
    signatureGate(input),
    ...(await firstBatchGate(input)),
    snapshotGate(input),
    mappingGate(signed, 'signed', input),
    rulesGate(input),
    exceptionsGate(input),
    rejectsGate(figures ?? signed.figures, input),
    rehearsalGate(signed.target, input),
    ...(await targetGates(input)),
  ];
}

/** What is asked of the target itself. */
async function targetGates(input: GateInput): Promise<Gate[]> {
  return [
    ...['gingrSync', 'reminders'].map((key) => questionGate(input, key)),
    await backupGate(input),
    doctorGate(input),
  ];
}
