import type { RunModel } from '../../reconcile/model.ts';
import { duration, label } from '../format.ts';
import { type Html, html } from '../html.ts';
import type { Limits } from '../limits.ts';
import { nothing, section } from '../section.ts';
import { table } from '../table.ts';

/** The fingerprint of the tenant's rows, before and after. */
export function fingerprintsSection({ fingerprints, wrote }: RunModel): Html {
  const intro =
    "A fingerprint stands for all of the resort's rows in Tailtown. Equal fingerprints: equal rows.";
  if (fingerprints === null)
    return section('fingerprints', 'Fingerprints', intro, nothing('Nothing was written, so none was taken.'));
  const { before, after } = fingerprints;
  const body = html`<dl class="facts wide"><div><dt>Before</dt><dd><code>${before}</code></dd></div>
<div><dt>After</dt><dd><code>${after}</code></dd></div></dl>
<p>${before === after ? 'They are equal: the rows are as they were.' : wrote ? 'They differ: rows were written.' : 'They differ, though this run kept nothing.'}</p>`;
  return section('fingerprints', 'Fingerprints', intro, body);
}

/** How long each stage took. */
export function durationsSection({ durationsMs }: RunModel, limits: Limits): Html {
  const stages = Object.entries(durationsMs);
  if (stages.length === 0) return section('durations', 'Durations', null, nothing('No duration was taken.'));
  const all = stages.reduce((sum, [, milliseconds]) => sum + milliseconds, 0);
  const body = table<[string, number]>({
    caption: 'Duration of each stage',
    columns: [
      { label: 'Stage', cell: ([stage]) => label(stage) },
      { label: 'Duration', numeric: true, cell: ([, milliseconds]) => duration(milliseconds) },
    ],
    rows: stages,
    limits,
    foot: ['All', all],
  });
  return section('durations', 'Durations', null, body);
}
