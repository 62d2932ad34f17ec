import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { type Html, html, trusted, visible } from './html.ts';

/** Charts as SVG, drawn here: no script and no network in the page. Each comes with a text alternative. */

export interface Pair {
  label: string;
  source: number;
  target: number;
}

const GINGR = 'Gingr (old)';
const TAILTOWN = 'Tailtown (new)';
/** Pixels that a label of an axis takes. */
const LABEL = 56;
/** As wide as the page; more groups make a chart wider, and it scrolls. */
const WIDTH = 1000;

/**
 * Two bars per group: Gingr outlined, Tailtown filled, so that colour is not the only difference. Null where there is
 * nothing to draw. `described` is the text alternative; the figures stand in a table beside it.
 */
export function pairs(title: string, groups: readonly Pair[], described: string): Html | null {
  if (groups.length < 2 || groups.every(({ source, target }) => source === 0 && target === 0)) return null;
  const data = groups.flatMap(({ label, source, target }) => [
    { label: visible(label), side: GINGR, value: Math.max(0, source) },
    { label: visible(label), side: TAILTOWN, value: Math.max(0, target) },
  ]);
  const width = Math.max(WIDTH, groups.length * 14);
  const every = Math.ceil((groups.length * LABEL) / width);
  const ticks = groups.filter((_, index) => index % every === 0).map(({ label }) => visible(label));
  const key = html`<span class="key source" aria-hidden="true"></span> ${GINGR} <span class="key target" aria-hidden="true"></span> ${TAILTOWN}`;
  return figure(title, described, key, {
    ...{ width, height: 190, marginLeft: 64, marginBottom: 28 },
    x: { axis: null, domain: [GINGR, TAILTOWN], padding: 0.1 },
    fx: { label: null, domain: groups.map(({ label }) => visible(label)), padding: 0.25 },
    y: { label: null, grid: true, ticks: 4, tickFormat: 's' },
    marks: [
      Plot.axisFx({ ticks, label: null, tickSize: 0, anchor: 'bottom', textAnchor: 'middle' }),
      Plot.barY(data, {
        ...{ fx: 'label', x: 'side', y: 'value', strokeWidth: 1 },
        fill: (bar: { side: string }) => (bar.side === GINGR ? 'none' : 'var(--bar)'),
        stroke: (bar: { side: string }) => (bar.side === GINGR ? 'var(--text)' : 'var(--bar)'),
      }),
      Plot.ruleY([0], { stroke: 'var(--muted)' }),
    ],
    color: { type: 'identity' },
  });
}

export interface Share {
  label: string;
  /** In the order in which they are stacked, the names the same in every bar. */
  parts: { name: string; value: number }[];
}

/** One bar per kind, as parts of the whole: what became of its records. The table beside it tells the parts in figures. */
export function shares(
  title: string,
  bars: readonly Share[],
  fills: readonly string[],
  described: string,
): Html | null {
  const shown = bars.filter(({ parts }) => parts.some(({ value }) => value > 0));
  if (shown.length === 0) return null;
  const data = shown.flatMap(({ label, parts }) => {
    const all = parts.reduce((sum, { value }) => sum + value, 0);
    return parts.map(({ name, value }, place) => ({
      label: visible(label),
      name,
      place,
      share: (100 * value) / all,
    }));
  });
  const names = shown[0]?.parts.map(({ name }) => name) ?? [];
  const key = names.map(
    (name, place) => html`<span class="key part${place}" aria-hidden="true"></span> ${name} `,
  );
  return figure(title, described, html`${key}`, {
    ...{ width: WIDTH, height: 40 + shown.length * 20, marginLeft: 210, marginBottom: 28 },
    x: { label: null, domain: [0, 100], ticks: 5, grid: true, tickFormat: (value: number) => `${value} %` },
    y: { label: null, domain: shown.map(({ label }) => visible(label)), padding: 0.25, tickSize: 0 },
    marks: [
      Plot.barX(data, {
        ...{ x: 'share', y: 'label', stroke: 'var(--text)', strokeWidth: 0.75, order: 'place' },
        fill: (bar: { place: number }) => fills[bar.place] ?? 'none',
      }),
    ],
    color: { type: 'identity' },
  });
}

function figure(title: string, described: string, key: Html, options: Plot.PlotOptions): Html {
  const { document } = parseHTML('<html><body></body></html>');
  const drawn = Plot.plot({ ...options, document });
  // Every text in it went through the library's own serializer, which escapes; what it draws is decoration beside the words.
  const svg = drawn.outerHTML.replace(/^<svg /, '<svg aria-hidden="true" focusable="false" ');
  return html`<figure class="chart"><figcaption>${title}<br>${key}</figcaption>
<div class="plot" role="region" aria-label="${title}, chart" tabindex="0"><div role="img" aria-label="${described}">${trusted(svg)}</div></div></figure>`;
}
