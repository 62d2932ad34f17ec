import type { RunModel, SuspicionAccount } from '../../reconcile/model.ts';
import { count, figure } from '../format.ts';
import { type Html, html } from '../html.ts';
import { clip, type Limits, more } from '../limits.ts';
import { badge, nothing, section } from '../section.ts';
import { table } from '../table.ts';
import { textsOf } from '../texts.ts';

/** More detectors than there are. */
const MOST = 20;
/** Hours of a day. */
const DAY = 24;

/** What each detector looked at and found, also where that is nothing: silence must never be a skipped check. */
export function suspicionsSection({ suspicions }: RunModel, limits: Limits): Html {
  const intro =
    'Each detector looks at what stands in Tailtown as a whole. A suspicion is a warning for a person to judge: it moves nothing and takes nothing back.';
  if (suspicions.length === 0) {
    return section(
      'suspicions',
      'Suspicions',
      intro,
      html`<p>${badge('unknown', 'NOT LOOKED')} The version of the program that made this report had no detectors.</p>`,
    );
  }
  const told = suspicions.filter(({ found }) => found > 0);
  return section('suspicions', 'Suspicions', intro, [
    table({
      caption: 'What each detector looked at and found',
      columns: [
        {
          label: 'Detector',
          cell: ({ name }) => html`${textsOf(name).title}<br><code class="code">${name}</code>`,
        },
        { label: 'Looked at', cell: looked },
        { label: 'Found', numeric: true, cell: ({ found }) => figure(found) },
        { label: 'State', cell: state },
        { label: 'Not looked at', cell: ({ notLooked }) => clip(notLooked.join(' '), limits.text) },
      ],
      rows: suspicions,
      most: MOST,
      limits,
    }),
    told.length === 0
      ? nothing('No detector found anything.')
      : [html`<h3>What was found</h3>`, told.slice(0, MOST).map((account) => findings(account, limits))],
    more(Math.min(told.length, MOST), told.length, 'suspicion'),
    histogram(suspicions.find(({ hours }) => hours !== undefined)?.hours ?? [], limits),
  ]);
}

const looked = ({ looked: { count: all, what } }: SuspicionAccount): string =>
  all === 0 ? 'nothing' : `${count(all)} ${what}`;

/** What was not looked at is never shown as passed. */
function state({ looked: { count: all }, found }: SuspicionAccount): Html {
  if (found > 0) return badge('warn', 'suspicious');
  return all > 0 ? badge('good', 'nothing found') : badge('unknown', 'NOT LOOKED');
}

function findings({ name, findings: all, found }: SuspicionAccount, limits: Limits): Html {
  const texts = textsOf(name);
  const shown = all.slice(0, limits.examples);
  return html`<article class="issue warn" id="suspicion-${name}">
<header><h4>${texts.title}</h4> <span class="count">${count(found)}<span class="unseen"> times</span></span></header>
<p class="meta">${badge('warn', 'suspicion')} <code class="code">${name}</code></p>
<p>${texts.explanation}</p>
<p><strong>What to do:</strong> ${texts.remedy}</p>
${
  shown.length === 0
    ? null
    : table({
        caption: `${name}: what was found`,
        columns: [
          { label: 'Where', cell: ({ where }) => where },
          { label: 'Values', numeric: true, cell: (finding) => figure(finding.count) },
          { label: 'Of', numeric: true, cell: ({ of }) => (of === null ? '' : figure(of)) },
          { label: 'What', cell: ({ detail }) => detail },
        ],
        rows: shown,
        limits,
      })
}${found > shown.length ? html`<p class="more">And ${count(found - shown.length)} more that are not listed here.</p>` : null}
</article>
`;
}

/** The hours at which stays start, side by side. */
function histogram(hours: NonNullable<SuspicionAccount['hours']>, limits: Limits): Html | null {
  if (hours.length === 0 || limits.groups === 0) return null;
  return html`<details><summary>Stays by the local hour at which they start</summary>${table({
    caption: 'Stays by the local hour at which they start',
    columns: [
      { label: 'Hour', cell: ({ hour }) => `${hour}:00` },
      { label: 'In Gingr', numeric: true, cell: ({ source }) => figure(source) },
      { label: 'In Tailtown', numeric: true, cell: ({ target }) => figure(target) },
    ],
    rows: hours,
    most: DAY,
    limits,
    rowClass: ({ source, target }) => (source === target ? '' : 'doubtful'),
  })}</details>`;
}
