import { createHash } from 'node:crypto';
import { cssText, type Html, type HtmlValue, html, styled } from './html.ts';
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
 * A table that becomes a list of cards on narrow screens, where each cell has its column's label before it. The roles stand
 * there since `display: block` takes the meaning of a table away from screen readers.
 */
export function table<Row>(options: Table<Row>): Html {
  const { caption, columns, rows, limits, foot } = options;
  const shown = rows.slice(0, options.most ?? limits.rows);
  const labels = labelled(columns.map(({ label }) => label));
  const whole = html`<div class="scroll" role="region" aria-label="${caption}, table" tabindex="0">
<table role="table" class="${labels.name}"><caption>${caption}</caption>
<thead><tr role="row">${columns.map(head)}</tr></thead>
<tbody>${shown.map((row) => line(options, row))}</tbody>
${foot === undefined ? null : html`<tfoot>${line(options, foot, 'total')}</tfoot>`}
</table></div>${more(shown.length, rows.length, options.what ?? 'line')}`;
  return styled(whole, labels.rules);
}

/** Tables with the same columns share a class; its rules hold the labels once, not each cell. The first cell has none. */
function labelled(labels: readonly string[]): { name: string; rules: string[] } {
  const name = `t${createHash('sha256').update(labels.join('\n')).digest('hex').slice(0, 6)}`;
  const rules = labels
    .slice(1)
    .map((label, index) => `.${name} td:nth-child(${index + 2}) { --label: ${cssText(label)}; }`);
  return { name, rules };
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
  return html`<td role="cell"${kind}>${sign}${content}</td>`;
}
