import type { Aftermath } from '../../reconcile/aftermath.ts';
import type { RunModel } from '../../reconcile/model.ts';
import { count, figure, plural } from '../format.ts';
import { type Html, html } from '../html.ts';
import type { Limits } from '../limits.ts';
import { entityName } from '../names.ts';
import { badge, nothing, section } from '../section.ts';
import { table } from '../table.ts';
import { textsOf } from '../texts.ts';
import { reasonsOf } from './reasons.ts';

const TITLE = '8. Could not be moved';

/** The rejected records by reason, what to do about each, and the files that hold them. */
export function rejectsSection(model: RunModel, after: Aftermath, limits: Limits): Html {
  const byCode = new Map<string | null, { code: string | null; count: number; kinds: string[] }>();
  for (const { entity, outcome, code, count: records } of reasonsOf(model)) {
    if (outcome !== 'rejected') continue;
    const known = byCode.get(code) ?? { code, count: 0, kinds: [] };
    known.count += records;
    known.kinds.push(`${entityName(entity)} ${count(records)}`);
    byCode.set(code, known);
  }
  const rows = [...byCode.values()].sort((a, b) => b.count - a.count);
  if (rows.length === 0)
    return section(
      'rejects',
      TITLE,
      null,
      nothing('Every record could be moved, merged or left out by a rule.'),
    );
  const all = rows.reduce((sum, row) => sum + row.count, 0);
  const intro = html`${plural(all, 'record')}, by reason. The files below hold them in Gingr's own columns, with the reason behind each:
mend them in a spreadsheet program, and load only those with <code class="value">tailtown-migrate rejects replay FILE</code>.`;
  const files = after.downloads.filter(({ codes }) => codes !== undefined);
  const body = table({
    caption: 'Records that could not be moved, by reason',
    columns: [
      {
        label: 'Reason',
        cell: ({ code }) =>
          code === null
            ? badge('unknown', 'No rule is named')
            : html`${textsOf(code).title}<br><code class="code">${code}</code>`,
      },
      { label: 'Kinds', cell: ({ kinds }) => html`<span class="small">${kinds.join(', ')}</span>` },
      { label: 'What to do', cell: ({ code }) => (code === null ? '' : textsOf(code).remedy) },
      {
        label: 'Records',
        numeric: true,
        cell: (row) => html`<strong>${figure(row.count)}</strong>`,
      },
      ...(files.length > 0
        ? [{ label: 'Download', cell: ({ code }: { code: string | null }) => links(after, code) }]
        : []),
    ],
    rows,
    limits,
    what: 'reason',
  });
  const list =
    files.length === 0
      ? html`<p>${badge('info', 'no files')} Write them with <code class="value">tailtown-migrate rejects export</code>.</p>`
      : html`<h3>Files</h3><ul class="plain">${files
          .slice(0, limits.rows)
          .map(
            ({ path, what, lines }) =>
              html`<li class="row"><a href="${encodeURI(path)}" download>${what}</a> <span class="count">${count(lines)}</span></li>`,
          )}</ul><p class="small">They hold personal data, as Gingr's files do, and lie in the folder <code>rejects</code> beside this page: leave it out where you pass the page on.</p>`;
  return section('rejects', TITLE, intro, [replayed(after), body, list]);
}

const LINKS = 3;

function links({ downloads }: Aftermath, code: string | null): Html {
  const files = downloads.filter(({ codes }) => code !== null && codes !== undefined && code in codes);
  const shown = files.slice(0, LINKS);
  const rest = files.length - shown.length;
  return html`${shown.map(({ path, what }) => html`<a href="${encodeURI(path)}" download>${what}</a><br>`)}${rest > 0 ? `and ${plural(rest, 'file')} more below` : null}`;
}

/** What became of records that were mended since: each such batch has an account of its own. */
function replayed({ replays }: Aftermath): Html | null {
  const standing = replays.filter(({ state }) => state !== 'rolled_back');
  if (standing.length === 0) return null;
  return html`<ul class="plain">${standing.map(
    ({ batch, moved, rejected }) =>
      html`<li class="row">${badge('info', 'mended since')} Batch <code class="value">${batch}</code> moved ${plural(moved, 'record')}; ${count(rejected)} could not be moved again. Its own report has the account.</li>`,
  )}</ul>`;
}
