import { amount, count } from '../format.ts';
import { type Html, html } from '../html.ts';

interface Group {
  group: string;
  source: string;
  target: string;
  off: boolean;
}

const HEIGHT = 120;
const TOP = 16;
const STEP = 22;
const BAR = 8;
const LEFT = 64;
/** Groups from one label to the next: as many as the width of `2024-06` takes. */
const LABEL_EVERY = 3;

/**
 * Two bars per group, source outlined and Tailtown filled, so that colour is not the only difference. The table
 * below it says the same in text.
 */
export function chart(name: string, groups: readonly Group[]): Html | null {
  const highest = Math.max(0, ...groups.flatMap(({ source, target }) => [number(source), number(target)]));
  if (groups.length < 2 || highest === 0) return null;
  const width = LEFT + groups.length * STEP + 32;
  const base = TOP + HEIGHT;
  return html`<figure class="chart">
<figcaption><span class="key source" aria-hidden="true"></span> Gingr (old) <span class="key target" aria-hidden="true"></span> Tailtown (new)</figcaption>
<div class="plot" tabindex="0" role="region" aria-label="${name}, chart">
<svg viewBox="0 0 ${width} ${base + 24}" width="${width}" height="${base + 24}" role="img" aria-label="${describe(name, groups)}">
<path class="grid" d="M${LEFT} ${TOP}H${width}M${LEFT} ${TOP + HEIGHT / 2}H${width}M${LEFT} ${base}H${width}"/>
<text class="tick" x="${LEFT - 8}" y="${TOP + 4}" text-anchor="end">${short(highest)}</text>
<text class="tick" x="${LEFT - 8}" y="${base + 4}" text-anchor="end">0</text>
${groups.map((group, index) => {
  const x = LEFT + index * STEP + 3;
  const ratio = HEIGHT / highest;
  return html`<g><title>${group.group}: Gingr ${amount(group.source)}, Tailtown ${amount(group.target)}</title>
<rect class="source" x="${x}" width="${BAR}" ${bar(number(group.source) * ratio, base)}/><rect class="target" x="${x + BAR}" width="${BAR}" ${bar(number(group.target) * ratio, base)}/>
${index % LABEL_EVERY === 0 ? html`<text class="tick" x="${x}" y="${base + 18}">${group.group}</text>` : null}</g>`;
})}
</svg></div></figure>`;
}

/** Amounts as they are drawn; a negative or unreadable one has no bar. */
const number = (text: string): number => {
  const value = Number(text);
  return Number.isFinite(value) ? Math.max(0, value) : 0;
};

const bar = (height: number, base: number): Html =>
  html`y="${(base - height).toFixed(1)}" height="${height.toFixed(1)}"`;

const short = (value: number): string =>
  value >= 1_000_000 ? `${(value / 1_000_000).toFixed(1)}M` : count(Math.round(value));

function describe(name: string, groups: readonly Group[]): string {
  const differing = groups.filter(({ off }) => off).length;
  const span = `${groups[0]?.group} to ${groups[groups.length - 1]?.group}`;
  return `Bar chart of ${name}, ${span}: Gingr and Tailtown are equal in ${count(groups.length - differing)} of ${count(groups.length)} groups. The table below has every figure.`;
}
