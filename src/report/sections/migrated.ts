import type { RunModel } from '../../reconcile/model.ts';
import { instant } from '../format.ts';
import { type Html, type HtmlValue, html } from '../html.ts';
import { section } from '../section.ts';

const SHORT = 12;

/** Which resort, from where, to where. */
export function migratedSection({ context, batch }: RunModel): Html {
  const facts: [string, HtmlValue][] = [
    ['Resort', html`${context.tenantName}<br><span class="small">${context.tenantId}</span>`],
    ['Gingr database', context.sourceDatabase],
    ['Data as of', html`<time datetime="${context.asOf}">${instant(context.asOf, context.timeZone)}</time>`],
    ['Time zone', context.timeZone],
    ['Times written as', context.reservationTimeMode],
    ['Target', context.target],
    [
      'Batch',
      batch === null
        ? 'none: nothing was written'
        : html`${shortId(batch.id)} (${batch.state.replace('_', ' ')})`,
    ],
    ['Snapshot', shortId(context.snapshot)],
    ['Mapping', shortId(context.mapping)],
    ['Program', `tailtown-migrate ${context.toolVersion}`],
  ];
  return section(
    'migrated',
    'What was migrated',
    null,
    html`<dl class="facts">${facts.map(([name, fact]) => html`<div><dt>${name}</dt><dd>${fact}</dd></div>`)}</dl>`,
  );
}

/** The start of a long id, the whole of it as its title. UUIDs stay whole: people type them. */
function shortId(id: string): Html {
  const shown = id.length <= 36 ? id : `${id.slice(0, SHORT)}…`;
  return html`<code title="${id}">${shown}</code>`;
}
