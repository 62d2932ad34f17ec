import type { Aftermath } from '../../reconcile/aftermath.ts';
import type { RunModel } from '../../reconcile/model.ts';
import { instant, plural } from '../format.ts';
import { type Html, html } from '../html.ts';
import { badge, nothing, section } from '../section.ts';

const TITLE = '10. The way back';

/** Until when the batch can be taken back, what would be kept, and when that was last rehearsed. */
export function wayBackSection(
  { batch, context, dryRun }: RunModel,
  { keptByPeople, rehearsal }: Aftermath,
): Html {
  if (batch === null || dryRun)
    return section(
      'way-back',
      TITLE,
      null,
      nothing('Nothing was written, so there is nothing to take back.'),
    );
  if (batch.state === 'rolled_back')
    return section(
      'way-back',
      TITLE,
      null,
      nothing('This batch was taken back. The same snapshot loads again.'),
    );
  const kept =
    keptByPeople === null
      ? html`${badge('unknown', 'NOT CHECKED')} Nobody has looked since the load. <code class="value">tailtown-migrate rollback ${batch.id} --dry-run</code> lists it.`
      : keptByPeople === 0
        ? html`${badge('good', 'nothing')} Nobody has changed a row of this batch, as of this report.`
        : html`${badge('warn', plural(keptByPeople, 'row'))} People changed them since; they are kept, with the rows that they need, and named.`;
  const last =
    rehearsal === null
      ? html`${badge('unknown', 'NOT CHECKED')} No rehearsal of a rollback is on record for this resort in this target.`
      : html`${rehearsal.result === 'proven' ? badge('good', 'proven') : badge('bad', 'FAILED')} ${instant(rehearsal.at, context.timeZone)}: ${rehearsal.detail}`;
  return section(
    'way-back',
    TITLE,
    'A rollback gives every row that was there before back in all its columns, deletes those that the batch inserted, and proves both.',
    html`<dl class="words">
<dt>Until when</dt><dd>As long as the images of the batch are kept in Tailtown's database; nothing of this version removes them. The longer people work, the more is theirs and kept.</dd>
<dt>What would be kept</dt><dd>${kept}</dd>
<dt>Last rehearsal</dt><dd>${last}</dd>
<dt>The command</dt><dd><code class="value">tailtown-migrate rollback ${batch.id}</code></dd></dl>`,
  );
}
