import type { Aftermath } from '../../reconcile/aftermath.ts';
import type { RunModel } from '../../reconcile/model.ts';
import type { Exception, Readiness } from '../../reconcile/readiness.ts';
import { count, figure, instant } from '../format.ts';
import { type Html, html } from '../html.ts';
import type { Limits } from '../limits.ts';
import { badge, nothing, section } from '../section.ts';
import { table } from '../table.ts';
import { textsOf } from '../texts.ts';
import { SAFETY_NAMES } from './safety.ts';

const TITLE = '11. Sign-off';

/** Of more exceptions, those that are open and of the most records stand first, the others folded. */
const OPEN_UP_TO = 25;

/** Who accepted what, and the hashes of what was accepted. */
export function signOffSection(
  model: RunModel,
  after: Aftermath,
  readiness: Readiness,
  limits: Limits,
): Html {
  return section(
    'sign-off',
    TITLE,
    "A person's word that the batch is right, bound to the snapshot, the mapping and the figures of this report by their hashes.",
    [signed(model, after, limits), exceptions(readiness, model, limits), hashes(model, after)],
  );
}

function signed({ batch, context }: RunModel, { signOffs, hash }: Aftermath, limits: Limits): Html {
  if (signOffs.length === 0) {
    return html`<p class="statement unknown">${badge('unknown', 'NOT SIGNED')} ${
      batch === null
        ? 'There is no batch to sign.'
        : html`Sign with <code class="value">tailtown-migrate signoff ${batch.id} --name "YOUR NAME"</code>`
    }</p>
<dl class="paper"><div><dt>Name</dt><dd></dd></div><div><dt>Date and time</dt><dd></dd></div><div><dt>Signature</dt><dd></dd></div></dl>`;
  }
  return table({
    caption: 'Sign-offs',
    columns: [
      { label: 'Name', cell: ({ name }) => name },
      { label: 'When', cell: ({ at }) => instant(at, context.timeZone) },
      {
        label: 'Accepted',
        cell: ({ accepted }) => (accepted.length === 0 ? 'no exception' : accepted.join(', ')),
      },
      {
        label: 'Figures',
        cell: ({ report }) =>
          report === hash ? badge('good', 'those of this report') : badge('bad', 'OTHER figures'),
      },
    ],
    rows: signOffs,
    limits,
  });
}

function exceptions({ exceptions: all }: Readiness, { context }: RunModel, limits: Limits): Html {
  if (all.length === 0)
    return html`<h3>Exceptions</h3>${nothing('There is nothing that somebody would have to accept.')}`;
  const told = (rows: readonly Exception[]) =>
    table({
      caption: 'Exceptions, and who accepted them',
      columns: [
        {
          label: 'What',
          cell: (exception) => html`${titleOf(exception)}<br><code class="code">${exception.code}</code>`,
        },
        { label: 'How many', numeric: true, cell: (exception) => figure(exception.count) },
        {
          label: 'Accepted',
          cell: ({ waiver }) =>
            waiver === null
              ? badge('warn', 'not yet')
              : html`${badge('good', waiver.upTo === null ? 'accepted' : `up to ${count(waiver.upTo)} accepted`)} ${waiver.name}, ${instant(waiver.at, context.timeZone)}<br>${waiver.reason}`,
        },
      ],
      rows,
      limits,
      what: 'exception',
    });
  const most = all.toSorted(
    (a, b) => Number(a.waiver !== null) - Number(b.waiver !== null) || b.count - a.count,
  );
  const body =
    all.length <= OPEN_UP_TO
      ? told(most)
      : html`${told(most.slice(0, OPEN_UP_TO))}<details><summary>The other ${figure(all.length - OPEN_UP_TO)}</summary>${told(most.slice(OPEN_UP_TO))}</details>`;
  const open = all.filter(({ waiver }) => waiver === null).length;
  return html`<h3>Exceptions <span class="small">(${count(all.length - open)} of ${count(all.length)} accepted)</span></h3>${body}
${
  open === 0
    ? null
    : html`<p>Accept one, after it was looked at, with <code class="value">signoff BATCH --name "YOUR NAME" --accept CODE --reason "WHY"</code>.
${
  open === 1
    ? null
    : html`Many at once: <code class="value">signoff BATCH --write-exceptions FILE.csv</code> lists them; write the reason of each that you accept
behind it, and give the file back with <code class="value">signoff BATCH --name "YOUR NAME" --accept-file FILE.csv</code>. A line without a reason accepts nothing, and none
covers more than its <code>up_to</code> says.`
}</p>`
}`;
}

/** What an exception is, for people. */
export function titleOf({ kind, code }: Pick<Exception, 'kind' | 'code'>): string {
  switch (kind) {
    case 'rejected':
      return textsOf(code).title;
    case 'forced':
      return 'A value that Tailtown insists on and Gingr does not have';
    case 'safety':
      return Object.entries(SAFETY_NAMES).find(([name]) => code === `safety.${name}`)?.[1] ?? code;
    case 'tomorrow':
      return 'Days ahead that differ';
    case 'balance':
      return textsOf(code).title;
  }
}

function hashes({ context }: RunModel, { hash }: Aftermath): Html {
  const list: [string, string][] = [
    ['Snapshot', context.snapshot],
    ['Mapping', context.mapping],
    ['Figures of this report', hash ?? 'none: nothing was written'],
  ];
  return html`<h3>Hashes</h3><dl class="facts wide">${list.map(([name, text]) => html`<div><dt>${name}</dt><dd><code>${text}</code></dd></div>`)}</dl>`;
}
