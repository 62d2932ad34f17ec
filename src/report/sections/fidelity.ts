import type { FidelityAccount, RunModel } from '../../reconcile/model.ts';
import { figure } from '../format.ts';
import { type Html, html } from '../html.ts';
import type { Limits } from '../limits.ts';
import { entityName } from '../names.ts';
import { badge, nothing, section } from '../section.ts';
import { table } from '../table.ts';
import { textsOf } from '../texts.ts';

const TITLE = '7. Left out on purpose, and why';

/** The fidelity statement: what was seen and has no home, how many, of what value, and where it was kept. */
export function fidelitySection({ fidelity }: RunModel, limits: Limits): Html {
  const intro =
    'Every kind of data that was seen in Gingr and has no row or column of its own in Tailtown, counted in this move. Whoever signs off knows what to look for, and where.';
  if (fidelity === null) {
    return section(
      'fidelity',
      TITLE,
      intro,
      html`<p>${badge('unknown', 'NOT TOLD')} The version of the program that made this batch made no such statement.</p>`,
    );
  }
  const own = fidelity.filter(({ kept: place }) => place !== 'repeated');
  const repeated = fidelity.filter(({ kept: place }) => place === 'repeated');
  const body =
    own.length === 0 ? nothing('Everything that was seen has a place of its own.') : told(own, limits);
  const rest =
    repeated.length === 0
      ? null
      : html`<details><summary>Columns that repeat what other files say (${figure(repeated.length)})</summary>${told(repeated, limits)}</details>`;
  return section('fidelity', TITLE, intro, [body, ...fidelity.map((line) => each(line, limits)), rest]);
}

const told = (rows: readonly FidelityAccount[], limits: Limits): Html =>
  table({
    caption: 'What has no place of its own, and where it was kept',
    columns: [
      { label: 'What', cell: named },
      { label: 'How many', numeric: true, cell: ({ count }) => figure(count) },
      { label: 'Of what value', numeric: true, cell: ({ value }) => (value === null ? '' : figure(value)) },
      { label: 'Kept', cell: kept },
      { label: 'Where', cell: ({ where }) => where },
    ],
    rows,
    limits,
    what: 'kind',
  });

/** The records of one line, one by one: what a person has to do something about. */
function each({ what, code, count, records = [] }: FidelityAccount, limits: Limits): Html | null {
  const [first] = records;
  if (!first) return null;
  const entity = what.replace(/,.*$/, '');
  const list = table({
    caption: `${entityName(entity)}: ${code === null ? what : textsOf(code).title}`,
    columns: [
      { label: 'Record', cell: ({ sourceId }) => `${entity}/${sourceId}` },
      { label: 'In Gingr', cell: ({ detail }) => detail },
    ],
    rows: records,
    limits,
    what: 'record',
  });
  const cut =
    count > records.length
      ? html`<p class="more">report.json has the first ${figure(records.length)} of them.</p>`
      : null;
  return html`<details><summary>${code === null ? what : textsOf(code).title} (${figure(count)})</summary>${list}${cut}</details>`;
}

/** What only the snapshot holds goes when the snapshot does. */
function kept({ kept: place }: FidelityAccount): Html {
  switch (place) {
    case 'other-record':
    case 'other-row':
      return badge('good', 'in Tailtown');
    case 'notes':
      return badge('good', 'in notes');
    case 'labels':
      return badge('good', 'as words');
    case 'repeated':
      return badge('info', 'elsewhere');
    case 'snapshot':
      return badge('warn', 'not in Tailtown');
  }
}

/** What it is, and the rule that decided it. */
function named({ what, code }: FidelityAccount): Html {
  const name = what.replace(/^[a-z_]+(?=[,:])/, entityName);
  if (code === null || code === '') return html`${name}`;
  return html`${name}: ${textsOf(code).title}<br><code class="code">${code}</code>`;
}
