import type { RunModel } from '../../reconcile/model.ts';
import { count, figure, plural, size } from '../format.ts';
import { type Html, html } from '../html.ts';
import type { Limits } from '../limits.ts';
import { entityName } from '../names.ts';
import { nothing, section } from '../section.ts';
import { table } from '../table.ts';

const OPEN_UP_TO = 12;

/** The files that were read. A resort may have one export per day, so that a long list is folded. */
export function filesSection({ files }: RunModel, limits: Limits): Html {
  if (files.length === 0) return section('files', 'Files read', null, nothing('No file was read.'));
  const lines = files.reduce((sum, file) => sum + file.lines, 0);
  const unreadable = files.reduce((sum, file) => sum + file.unreadable, 0);
  const intro = `${plural(files.length, 'file')} with ${plural(lines, 'line')}, ${count(unreadable)} of them unreadable.`;
  const list = table({
    caption: 'Files read',
    columns: [
      { label: 'File', cell: (file) => html`<span class="path">${file.path}</span>` },
      { label: 'Kind', cell: (file) => entityName(file.entity) },
      { label: 'Lines', numeric: true, cell: (file) => figure(file.lines) },
      { label: 'Unreadable', numeric: true, cell: (file) => figure(file.unreadable) },
      { label: 'Size', numeric: true, cell: (file) => size(file.bytes) },
      { label: 'Encoding', cell: (file) => file.encoding },
    ],
    rows: files,
    limits,
    what: 'file',
  });
  const body =
    files.length <= OPEN_UP_TO ? list : html`<details><summary>All files</summary>${list}</details>`;
  return section('files', 'Files read', intro, body);
}
