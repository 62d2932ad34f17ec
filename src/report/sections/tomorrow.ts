import type { RunModel, TomorrowAccount, TomorrowCell } from '../../reconcile/model.ts';
import { pairs } from '../chart.ts';
import { count, figure, plural } from '../format.ts';
import { type Html, html } from '../html.ts';
import type { Limits } from '../limits.ts';
import { badge, nothing, section } from '../section.ts';
import { type Column, table } from '../table.ts';

const TITLE = '4. Tomorrow: who comes, who goes, who stays';
const WEEK = 7;

const KINDS = ['arrivals', 'departures', 'overnights'] as const;
type Kind = (typeof KINDS)[number];

interface Counts {
  source: number;
  target: number;
  notMoved: number;
}

interface Line extends Record<Kind, Counts> {
  name: string;
}

/** What the front desk sees on the days ahead, by day and by service, old against new. */
export function tomorrowSection(model: RunModel, limits: Limits): Html {
  const account = model.tomorrow;
  if (account === null || account.notChecked !== null) {
    const why = account?.notChecked ?? 'The version of the program that made this batch did not look.';
    const body = html`<p class="statement unknown">${badge('unknown', 'NOT CHECKED')} ${why}</p>`;
    return section('tomorrow', TITLE, null, [body, hours(model, limits)]);
  }
  const intro = html`Arrivals, departures and overnight guests of each day after ${dayName(before(account))}, the day of the
export. Gingr's figures are counted from its raw files, by code of its own; Tailtown's from the rows that stand there.
Cancelled stays and requests on the wait list do not count.`;
  if (account.cells.length === 0) {
    const none = nothing(`No stay is booked in the next ${account.days.length} days, in neither program.`);
    return section('tomorrow', TITLE, intro, [none, hours(model, limits)]);
  }
  const lines = account.days.map((day) =>
    lineOf(
      dayName(day),
      account.cells.filter((cell) => cell.day === day),
    ),
  );
  const week = account.days.slice(0, WEEK);
  const services = servicesOf(account);
  return section('tomorrow', TITLE, intro, [
    statement(account),
    chart(account),
    days('The next 7 days', lines.slice(0, WEEK), limits),
    html`<details><summary>All ${lines.length} days</summary>${days(`The next ${lines.length} days`, lines, limits)}</details>`,
    html`<h3>By service, the next 7 days</h3>`,
    byService('The next 7 days by service', account, services, week, limits),
    html`<details><summary>By service, the next ${lines.length} days</summary>${byService(`The next ${lines.length} days by service`, account, services, account.days, limits)}</details>`,
    hours(model, limits),
  ]);
}

const isOff = ({ source, target, notMoved }: Counts): boolean => source !== target + notMoved;

function statement({ cells, days }: TomorrowAccount): Html {
  const off = cells.filter(isOff);
  const left = cells
    .filter(({ kind }) => kind === 'arrivals')
    .reduce((sum, { notMoved }) => sum + notMoved, 0);
  if (off.length > 0) {
    const which = new Set(off.map(({ day }) => day));
    return html`<div class="alarm statement"><p class="loud"><span aria-hidden="true">✗</span> ${plural(which.size, 'day')} differ${which.size === 1 ? 's' : ''}</p>
<p>Look at these days in both programs before anybody works with them. People may have changed a stay in Tailtown.</p></div>`;
  }
  return html`<p class="statement ${left > 0 ? 'warn' : 'good'}">${left > 0 ? badge('warn', 'look at these') : badge('good', 'equal')}
<strong>All ${plural(days.length, 'day')} agree${left > 0 ? html`, less ${plural(left, 'arrival')} that could not be moved or were left out` : null}.</strong></p>`;
}

function chart({ days, cells }: TomorrowAccount): Html | null {
  const bars = days.map((day) => {
    const { source, target } = sumOf(cells.filter((cell) => cell.day === day && cell.kind === 'arrivals'));
    return { label: day.slice(5), source, target };
  });
  const all = sumOf(cells.filter(({ kind }) => kind === 'arrivals'));
  return pairs(
    'Arrivals per day',
    bars,
    `Bar chart of the arrivals of the next ${days.length} days: ${count(all.source)} in Gingr, ${count(all.target)} in Tailtown. The tables below have every figure.`,
  );
}

function days(caption: string, lines: readonly Line[], limits: Limits): Html {
  const all = { name: 'All', ...sums(lines) };
  return html`<h3>${caption}</h3>${table({ caption, columns: columns('Day'), rows: lines, limits, foot: all, rowClass })}`;
}

function byService(
  caption: string,
  { cells, services: names }: TomorrowAccount,
  services: readonly string[],
  within: readonly string[],
  limits: Limits,
): Html {
  const lines = services
    .map((service) =>
      lineOf(
        serviceName(names, service) ?? (service === '' ? 'No service' : `Service ${service}`),
        cells.filter((cell) => cell.service === service && within.includes(cell.day)),
      ),
    )
    .filter((line) => KINDS.some((kind) => line[kind].source + line[kind].target > 0));
  if (lines.length === 0) return nothing('No stay is booked on these days.');
  return table({ caption, columns: columns('Service'), rows: lines, limits, what: 'service', rowClass });
}

const servicesOf = ({ cells }: TomorrowAccount): string[] =>
  [...new Set(cells.map(({ service }) => service))].sort();

const rowClass = (line: Line): string => (KINDS.some((kind) => isOff(line[kind])) ? 'broken' : '');

const columns = (first: string): Column<Line>[] => [
  { label: first, cell: ({ name }) => name },
  ...KINDS.flatMap((kind): Column<Line>[] => {
    const name = kind.charAt(0).toUpperCase() + kind.slice(1);
    return [
      { label: `${name}, Gingr`, numeric: true, cell: (line) => figure(line[kind].source) },
      { label: `${name}, Tailtown`, numeric: true, cell: (line) => figure(line[kind].target) },
    ];
  }),
  { label: 'Check', cell: check },
];

function check(line: Line): Html {
  if (KINDS.some((kind) => isOff(line[kind]))) return badge('bad', 'DIFFERS');
  const left = Math.max(...KINDS.map((kind) => line[kind].notMoved));
  return left === 0 ? badge('good', 'equal') : badge('warn', `${count(left)} not moved`);
}

function sumOf(cells: readonly TomorrowCell[]): Counts {
  const sum = (key: keyof Counts) => cells.reduce((total, cell) => total + cell[key], 0);
  return { source: sum('source'), target: sum('target'), notMoved: sum('notMoved') };
}

function lineOf(name: string, cells: readonly TomorrowCell[]): Line {
  const of = (kind: Kind) => sumOf(cells.filter((cell) => cell.kind === kind));
  return { name, arrivals: of('arrivals'), departures: of('departures'), overnights: of('overnights') };
}

function sums(lines: readonly Line[]): Record<Kind, Counts> {
  const of = (kind: Kind): Counts => ({
    source: lines.reduce((sum, line) => sum + line[kind].source, 0),
    target: lines.reduce((sum, line) => sum + line[kind].target, 0),
    notMoved: lines.reduce((sum, line) => sum + line[kind].notMoved, 0),
  });
  return { arrivals: of('arrivals'), departures: of('departures'), overnights: of('overnights') };
}

/** At which hour stays start: a shift of times shows at a look. */
function hours({ suspicions }: RunModel, limits: Limits): Html | null {
  const found = suspicions.find((account) => account.hours !== undefined)?.hours ?? [];
  if (found.length === 0) return null;
  const bars = found.map(({ hour, source, target }) => ({ label: `${hour}:00`, source, target }));
  const list = table({
    caption: 'Hours at which stays start',
    columns: [
      { label: 'Hour', cell: ({ label }) => label },
      { label: 'Gingr (old)', numeric: true, cell: ({ source }) => figure(source) },
      { label: 'Tailtown (new)', numeric: true, cell: ({ target }) => figure(target) },
    ],
    rows: bars,
    limits,
  });
  const equal = bars.filter(({ source, target }) => source === target).length;
  return html`<h3>Hours of the day</h3><p>At which hour all stays start. Bars that are moved aside tell of times that were shifted.</p>
${pairs('Stays by the hour at which they start', bars, `Bar chart of the hours at which stays start: Gingr and Tailtown are equal in ${equal} of ${plural(bars.length, 'hour')}.`)}
<details><summary>The same in figures</summary>${list}</details>`;
}

const DAY = new Intl.DateTimeFormat('en-US', {
  ...{ weekday: 'short', month: 'short', day: 'numeric' },
  timeZone: 'UTC',
});

function dayName(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  return Number.isNaN(date.getTime()) ? day : DAY.format(date);
}

function before({ days: [first = ''] }: TomorrowAccount): string {
  const date = new Date(Date.parse(`${first}T00:00:00Z`) - 86_400_000);
  return Number.isNaN(date.getTime()) ? first : date.toISOString().slice(0, 10);
}

/** The service's name; an id of Gingr's may be any text, the name of a property too. */
export const serviceName = (names: TomorrowAccount['services'], id: string): string | undefined =>
  Object.hasOwn(names, id) ? names[id] : undefined;
