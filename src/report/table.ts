import { type Html, type HtmlValue, html } from './html.ts';
import { type Limits, more } from './limits.ts';

export interface Column<Row> {
  label: string;
  cell: (row: Row) => HtmlValue;
  /** Sign before the cell that makes a line readable as a sum; decoration only. */
  sign?: '=' | '+' | '−';
  numeric?: boolean;
}

export interface Table<Row> {
  caption: string;
  /** The first column names the line. */
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  limits: Limits;
  /** Lines at most, where it is not `limits.rows`. */
  most?: number;
  /** What one line is, for `And 12 files more`. */
  what?: string;
  foot?: Row;
  rowClass?: (row: Row) => string;
  rowId?: (row: Row) => string;
}

/**
 * A table that becomes a list of cards on narrow screens. The roles stand there since `display: block` takes the
 * meaning of a table away from screen readers.
 */
export function table<Row>(options: Table<Row>): Html {
  const { caption, columns, rows, limits, foot } = options;
  const shown = rows.slice(0, options.most ?? limits.rows);
  return html`<div class="scroll" role="region" aria-label="${caption}, table" tabindex="0">
<table role="table"><caption>${caption}</caption>
<thead role="rowgroup"><tr role="row">${columns.map(head)}</tr></thead>
<tbody role="rowgroup">${shown.map((row) => line(options, row))}</tbody>
${foot === undefined ? null : html`<tfoot role="rowgroup">${line(options, foot, 'total')}</tfoot>`}
</table></div>${more(shown.length, rows.length, options.what ?? 'line')}`;
}

function head<Row>(column: Column<Row>): Html {
  return html`<th scope="col" role="columnheader"${column.numeric ? html` class="number"` : null}>${column.label}</th>`;
}

function line<Row>({ columns, rowClass, rowId }: Table<Row>, row: Row, extra = ''): Html {
  const classes = [rowClass?.(row) ?? '', extra].filter((name) => name !== '').join(' ');
  const id = extra === '' ? rowId?.(row) : undefined;
  return html`<tr role="row"${classes === '' ? null : html` class="${classes}"`}${id === undefined ? null : html` id="${id}"`}>${columns.map(
    (column, index) => cell(column, row, index === 0),
  )}</tr>
`;
}

function cell<Row>(column: Column<Row>, row: Row, first: boolean): Html {
  const content = column.cell(row);
  if (first) return html`<th scope="row" role="rowheader">${content}</th>`;
  const sign =
    column.sign === undefined ? null : html`<span class="sign" aria-hidden="true">${column.sign}</span> `;
  const kind = column.numeric ? html` class="number"` : null;
  return html`<td role="cell"${kind} data-label="${column.label}">${sign}<span>${content}</span></td>`;
}
