import type { EntityAccount, RunModel } from '../../reconcile/model.ts';
import { count, figure, plural } from '../format.ts';
import { type Html, type HtmlValue, html } from '../html.ts';
import type { Limits } from '../limits.ts';
import { foldedInto } from '../names.ts';
import { badge, nothing, section } from '../section.ts';
import { table } from '../table.ts';
import { textsOf } from '../texts.ts';
import { entityFault } from '../verdict.ts';
import { noticed } from './noticed.ts';
import { reasonsOf } from './reasons.ts';

const TITLE = 'Safety: vaccinations';

/** Where the vaccination records of Gingr are now. */
export function vaccinationsSection(model: RunModel, limits: Limits): Html {
  const account = model.entities.find(({ entity }) => entity === 'immunizations');
  if (account === undefined) {
    return section('vaccinations', TITLE, null, nothing('No vaccination record was read from Gingr.'));
  }
  const intro = html`${plural(account.read, 'vaccination record')} read in Gingr. One with the day on which the vaccine was
given has a line in Tailtown's medical records; one without stands in the pet's own record, since no day is invented.`;
  const fault = entityFault(account);
  const body = table({
    caption: 'Vaccination records, and where they are now',
    columns: [
      { label: 'Where they are now', cell: ({ place }) => place },
      { label: 'Why', cell: ({ why }) => why },
      { label: 'Records', numeric: true, cell: (row) => figure(row.count) },
    ],
    rows: rowsOf(model, account),
    limits,
    foot: {
      place: 'Read in Gingr',
      why: fault === null ? badge('good', 'adds up') : badge('bad', `does NOT add up: ${fault}`),
      count: account.read,
    },
  });
  return section('vaccinations', TITLE, intro, [
    body,
    safety(model),
    noticed(model, ['immunizations'], limits),
  ]);
}

interface Row {
  place: string;
  why: HtmlValue;
  count: number;
}

function rowsOf(model: RunModel, account: EntityAccount): Row[] {
  const given = account.inserted + account.updated + account.unchanged;
  const reasons = reasonsOf(model)
    .filter(({ entity }) => entity === account.entity)
    .map(({ outcome, code, count: records }): Row => {
      const known = code === null ? undefined : FOLDED.get(code);
      const why = code === null ? badge('unknown', 'No rule is named') : textsOf(code).title;
      return { ...(known ?? { place: placeOf(outcome, code), why }), count: records };
    });
  return [
    {
      place: 'In the medical records',
      why: "Gingr has the day on which it was given. The current one of each vaccine stands in the pet's record too.",
      count: given,
    },
    ...reasons,
  ];
}

const FOLDED = new Map([
  ['IMMUNIZATION_ON_PET', { place: "In the pet's record", why: 'Gingr has no day on which it was given.' }],
  [
    'IMMUNIZATION_SUPERSEDED',
    {
      place: 'Replaced by a newer one of the same pet and vaccine',
      why: 'It expires earlier, and Gingr has no day on which it was given.',
    },
  ],
]);

function placeOf(outcome: string, code: string | null): string {
  switch (outcome) {
    case 'merged':
      return `Folded into ${foldedInto(code) ?? 'another record'}`;
    case 'excluded':
      return 'Left out on purpose';
    default:
      return 'Could not be moved';
  }
}

function safety({ verification }: RunModel): Html {
  const { safetyFacts, safetyDifferent } = verification;
  const state =
    safetyDifferent > 0
      ? badge('bad', `FAILED: ${count(safetyDifferent)} different`)
      : safetyFacts > 0
        ? badge('good', 'passed')
        : badge('unknown', 'NOT CHECKED');
  return html`<p>${state} ${plural(safetyFacts, 'safety fact')} of this move compared by code of their own, among them the days on which vaccinations expire:
see <a href="#verification">Verification</a>.</p>`;
}
