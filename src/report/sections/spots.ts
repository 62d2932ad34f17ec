import type { RunModel, SpotCheck } from '../../reconcile/model.ts';
import { type Html, html } from '../html.ts';
import type { Limits } from '../limits.ts';
import { badge, section, value } from '../section.ts';
import { table } from '../table.ts';

const TITLE = '9. Spot check';

const WHY: Record<SpotCheck['why'], string> = {
  chance: 'by chance',
  safety: 'has a safety fact',
  merged: 'others were merged into it',
  altered: 'many of its values were changed',
  balance: 'its balance differs',
};

/** Pets and customers to look up in both programs, chosen by risk and by seeded chance, each with a box to tick. */
export function spotsSection({ spots }: RunModel, limits: Limits): Html {
  if (spots === null || spots.length === 0) {
    return section(
      'spots',
      TITLE,
      null,
      html`<p class="statement unknown">${badge('unknown', 'NOT CHECKED')} No record was chosen: nothing was written, or an older version made this batch.</p>`,
    );
  }
  const intro = html`Look these up in both programs, compare them with your own eyes, and tick each one that is right. They were chosen by
risk and by a chance that the snapshot seeds: the same batch gives the same list. Where values are masked, run
<code class="value">tailtown-migrate report --show-personal-data</code>.`;
  return section(
    'spots',
    TITLE,
    intro,
    spots.slice(0, limits.rows).map((spot, index) => one(spot, index, limits)),
  );
}

function one({ entity, sourceId, why, fields }: SpotCheck, index: number, limits: Limits): Html {
  const name = `${entity === 'animals' ? 'Pet' : 'Customer'}, ${entity}/${sourceId}`;
  const list = table({
    caption: `${name}, old beside new`,
    columns: [
      { label: 'What', cell: ({ label }) => label },
      { label: 'In Gingr', cell: ({ source }) => value(source) },
      { label: 'In Tailtown', cell: ({ target }) => value(target) },
    ],
    rows: fields,
    limits,
  });
  return html`<div class="spot"><h3><label><input type="checkbox" id="spot-${index}"> ${name}</label> ${badge('info', WHY[why])}</h3>${list}</div>`;
}
