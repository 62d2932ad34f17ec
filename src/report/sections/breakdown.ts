import { pairs } from '../chart.ts';
import { difference } from '../decimal.ts';
import { count, figure, plural, signed } from '../format.ts';
import { type Breakdown, type Dimension, type Share, shareName } from '../groups.ts';
import { type Html, html } from '../html.ts';
import { clip, type Limits } from '../limits.ts';
import { badge } from '../section.ts';
import { table } from '../table.ts';

/** As many months as a year and the one that began it. */
const OPEN_UP_TO = 13;

/** One control total by month, location or method, under a title of its own; a long table is folded. */
export function breakdownPart(name: string, breakdown: Breakdown, limits: Limits): Html {
  const title = titleOf(name, breakdown);
  const list = shares(title, breakdown, limits);
  const long = breakdown.shares.length > OPEN_UP_TO;
  return html`<h3>${title}</h3>
${drawing(title, breakdown, limits)}
${long ? html`<details${open(breakdown)}><summary>Every ${breakdown.dimension} ${size(breakdown)}</summary>${list}</details>` : list}`;
}

/** The same as one line that opens. */
export function breakdownFold(name: string, breakdown: Breakdown, limits: Limits): Html {
  const title = titleOf(name, breakdown);
  return html`<details${open(breakdown)}><summary>${title} ${size(breakdown)}</summary>
${drawing(title, breakdown, limits)}
${shares(title, breakdown, limits)}</details>`;
}

const titleOf = (name: string, { dimension }: Breakdown): string => `${name} by ${dimension}`;

const open = ({ all }: Breakdown): Html | null => (all.off > 0 ? html` open` : null);

const size = ({ dimension, shares: rows }: Breakdown): Html => {
  const off = rows.filter((share) => share.off > 0).length;
  return html`<span class="small">(${plural(rows.length, dimension)}${off > 0 ? `, ${count(off)} NOT adding up` : ''})</span>`;
};

function drawing(title: string, { dimension, shares: rows }: Breakdown, limits: Limits): Html | null {
  if (dimension !== 'month') return null;
  const shown = rows.slice(0, limits.groups);
  const bars = shown.map(({ key, source, target }) => ({
    ...{ label: clip(key, limits.text), source: figureOf(source), target: figureOf(target) },
  }));
  const equal = shown.filter(({ off }) => off === 0).length;
  const span = `${bars[0]?.label} to ${bars.at(-1)?.label}`;
  return pairs(
    title,
    bars,
    `Bar chart of ${title}, ${span}: Gingr and Tailtown are equal in ${count(equal)} of ${plural(shown.length, 'month')}. The table below has every figure.`,
  );
}

/** As it is drawn; an unreadable amount has no bar. */
function figureOf(text: string): number {
  const value = Number(text);
  return Number.isFinite(value) ? value : 0;
}

const HEADS: Record<Dimension, string> = {
  ...{ month: 'Month', location: 'Location', method: 'Method', fate: 'What became of it' },
};

function shares(title: string, { dimension, shares: rows, all }: Breakdown, limits: Limits): Html {
  const name = (share: Share) => (share === all ? 'All' : clip(shareName(dimension, share.key), limits.text));
  return table({
    caption: title,
    columns: [
      { label: HEADS[dimension], cell: name },
      { label: 'Gingr (old)', numeric: true, cell: (share) => figure(share.source) },
      { label: 'Tailtown (new)', numeric: true, cell: (share) => figure(share.target) },
      {
        label: 'Difference',
        numeric: true,
        cell: (share) => signed(difference(share.target, share.source)),
      },
      { label: 'Check', cell: check },
    ],
    rows: rows.length > limits.groups ? brokenFirst(rows) : rows,
    limits,
    most: limits.groups,
    what: dimension,
    foot: all,
    rowClass: (share) => (share.off > 0 ? 'broken' : ''),
  });
}

const brokenFirst = (rows: readonly Share[]): Share[] =>
  [...rows].sort((a, b) => Number(b.off > 0) - Number(a.off > 0));

function check({ source, target, groups, off }: Share): Html {
  if (off === 0) return badge('good', 'adds up');
  const cancelled = source === target ? `: ${count(off)} of ${count(groups)} parts differ` : '';
  return badge('bad', `does NOT add up${cancelled}`);
}
