import { EXIT, type ExitStatus } from '../../core/errors.ts';
import type { RunModel, RunStatus } from '../../reconcile/model.ts';
import type { Readiness } from '../../reconcile/readiness.ts';
import { plural } from '../format.ts';
import { type Html, html } from '../html.ts';
import { badge, SYMBOLS } from '../section.ts';
import { type Fault, verdictOf } from '../verdict.ts';

/** The first thing on the page: one sentence, what it means, and every line that does not add up. */
export function verdictSection(model: RunModel, readiness: Readiness): Html {
  const verdict = verdictOf(model);
  const { words } = STATUS[verdict.status];
  const kind = kindOf(verdict.status, readiness);
  const [sentence, ...reasons] = model.headline.split('\n');
  const came = Object.values(model.along ?? {}).reduce((sum, records) => sum + records, 0);
  return html`<section class="verdict ${kind}" id="verdict" aria-labelledby="verdict-title">
<p class="state"><span class="symbol" aria-hidden="true">${SYMBOLS[kind]}</span> ${words}</p>
<h1 id="verdict-title">${sentenceOf(readiness)}</h1>
<p>${sentence}</p>${reasons.length === 0 ? null : html`<ul>${reasons.map((reason) => html`<li>${reason.replace(/^- /, '')}</li>`)}</ul>`}
${model.belongsTo === undefined ? null : html`<p>These are mended records that batch <code class="value">${model.belongsTo}</code> had rejected; the lists they are looked up in came along${came === 0 ? null : html`, and ${plural(came, 'record')} of earlier batches whose rows they belong to`}.</p>`}
${model.status === verdict.status ? null : html`<p><strong>The figures contradict this sentence.</strong> It was reported as “${STATUS[model.status].words}”, but not everything below adds up.</p>`}
<p class="marks">${marks(model)}</p>
<p class="exit">Exit status ${verdict.exit}: ${EXIT_MEANING[verdict.exit]}</p>
</section>
${verdict.faults.length === 0 ? null : alarm(verdict.faults)}`;
}

/** The verdict in one plain sentence. */
export function sentenceOf({ state, why, exceptions }: Readiness): string {
  switch (state) {
    case 'ready':
      return 'Ready for the cutover.';
    case 'accepted':
      return `Ready for the cutover, with ${plural(exceptions.length, 'accepted exception')}.`;
    case 'not-ready':
      return `Not ready for the cutover: ${why.join('; ')}.`;
  }
}

/** What is broken is red, what somebody still has to accept is not. */
function kindOf(status: RunStatus, { state }: Readiness): 'good' | 'warn' | 'bad' {
  const { kind } = STATUS[status];
  return kind === 'bad' ? kind : state === 'not-ready' ? 'warn' : 'good';
}

const STATUS: Record<RunStatus, { kind: 'good' | 'warn' | 'bad'; words: string }> = {
  ok: { kind: 'good', words: 'Done, everything adds up' },
  attention: { kind: 'warn', words: 'Done, attention needed' },
  refused: { kind: 'bad', words: 'Refused' },
  failed: { kind: 'bad', words: 'Failed' },
};

const EXIT_MEANING: Record<ExitStatus, string> = {
  [EXIT.ok]: 'done, balanced, and rejected records within what was accepted.',
  [EXIT.unexpected]: 'an unexpected failure; the log says more.',
  [EXIT.usage]: 'bad usage, config or mapping; nothing was read or written.',
  [EXIT.attention]: 'done and balanced, but more records were rejected than was accepted.',
  [EXIT.refused]: 'refused before anything was written.',
  [EXIT.imbalance]: 'the comparison or the accounting failed; such a load is rolled back.',
};

function marks(model: RunModel): Html[] {
  const notChecked = model.verification.notChecked.length;
  return [
    model.dryRun ? badge('info', 'DRY RUN: everything was tried, nothing was kept') : null,
    !model.dryRun && !model.wrote ? badge('info', 'This run wrote nothing') : null,
    notChecked > 0 ? badge('unknown', `${plural(notChecked, 'check')} NOT CHECKED`) : null,
  ].filter((mark) => mark !== null);
}

const NAMED = 20;

function alarm(faults: readonly Fault[]): Html {
  const left = faults.length - NAMED;
  return html`<section class="alarm" role="alert" aria-labelledby="alarm-title">
<h2 id="alarm-title"><span aria-hidden="true">✗</span> Does NOT add up</h2>
<ul>${faults.slice(0, NAMED).map((fault) => html`<li><a href="#${fault.anchor}">${fault.text}</a></li>`)}</ul>
${left > 0 ? html`<p>And ${plural(left, 'finding')} more below.</p>` : null}
</section>`;
}
