import type { Aftermath, RehearsalBrief, WayBack } from '../../reconcile/aftermath.ts';
import type { RunModel } from '../../reconcile/model.ts';
import { count, duration, label, plural } from '../format.ts';
import { type Html, html } from '../html.ts';
import type { Limits } from '../limits.ts';
import { badge, nothing, section } from '../section.ts';
import { table } from '../table.ts';

/** Until when the load can be taken back, what would be kept, and when that was last rehearsed with what result. */
export function wayBackSection({ batch }: RunModel, { wayBack }: Aftermath, limits: Limits): Html {
  const title = '10. The way back';
  const none = (why: string) => section('way-back', title, null, nothing(why));
  if (batch?.state === 'rolled_back')
    return none('This batch was taken back. The same snapshot loads again.');
  if (!wayBack || !batch) return none('Nothing was written, so there is nothing to take back.');
  if (wayBack.purged !== null)
    return none(
      `There is none any more: what the rows were before the load was purged on ${wayBack.purged} (retention.images).`,
    );
  const intro =
    'A rollback gives every row that the load touched its former values, in all columns, and removes the rows that it brought. Rows that people changed since are kept and named.';
  const command = html`<code>tailtown-migrate rollback ${batch.id}</code>`;
  return section('way-back', title, intro, [
    html`<dl class="facts wide"><div><dt>Until when</dt><dd>${until(wayBack)}</dd></div>
<div><dt>What would be kept</dt><dd>${keptRows(wayBack)}</dd></div>
<div><dt>How</dt><dd>${command}; with <code>--dry-run</code> it lists row by row what it would do</dd></div></dl>`,
    html`<h3>Last rehearsed</h3>`,
    wayBack.rehearsal
      ? rehearsed(wayBack.rehearsal, limits)
      : html`<p class="row doubtful">${badge('unknown', 'NOT CHECKED')} <code>tailtown-migrate rehearse</code> loads, takes back and compares before people rely on it.</p>`,
  ]);
}

const until = ({ until: day }: WayBack): string =>
  day === null
    ? 'As long as the schema migration is kept: no end is set (retention.images).'
    : `At least until ${day} (retention.images).`;

function keptRows({ changed, deleted }: WayBack): string {
  if (changed === null || deleted === null) return 'NOT CHECKED: nobody looked for this report.';
  if (changed + deleted === 0) return 'Nothing: nobody changed a row of the load since.';
  return `${plural(changed, 'row')} that people changed since, with the rows that those need; ${count(deleted)} that people deleted stay deleted.`;
}

function rehearsed(rehearsal: RehearsalBrief, limits: Limits): Html {
  const { at, target, snapshot, records, reversed, fingerprints, differences, durationsMs } = rehearsal;
  const shown = differences.slice(0, limits.rows);
  const steps = Object.entries(durationsMs);
  return html`<p>${verdict(rehearsal)} on ${at} UTC in ${target}, with snapshot <code>${snapshot.slice(0, 12)}</code>${records === null ? '' : `: ${plural(records, 'record')}`}${reversed === null ? '' : `, ${plural(reversed, 'row')} taken back`}.</p>
${shown.length === 0 ? null : html`<ul class="plain">${shown.map((difference) => html`<li>${difference}</li>`)}</ul>`}
<dl class="facts wide"><div><dt>Fingerprint before the load</dt><dd><code>${fingerprints.before ?? 'none'}</code></dd></div>
<div><dt>After the rollback</dt><dd><code>${fingerprints.rolledBack ?? 'none'}</code></dd></div></dl>
${
  steps.length === 0
    ? null
    : table<[string, number]>({
        caption: 'Duration of each step of the rehearsal',
        columns: [
          { label: 'Step', cell: ([step]) => label(step.replace(/([A-Z])/g, ' $1').toLowerCase()) },
          { label: 'Duration', numeric: true, cell: ([, milliseconds]) => duration(milliseconds) },
        ],
        rows: steps,
        limits,
        foot: ['All', steps.reduce((sum, [, milliseconds]) => sum + milliseconds, 0)],
      })
}`;
}

function verdict({ verdict: found }: RehearsalBrief): Html {
  switch (found) {
    case 'proven':
      return badge('good', 'PROVEN');
    case 'different':
      return badge('bad', 'NOT PROVEN');
    case 'failed':
      return badge('bad', 'FAILED');
    case 'refused':
      return badge('warn', 'REFUSED');
    case null:
      return badge('unknown', 'UNFINISHED');
  }
}
