import type { GingrSettings } from '../../core/settings.ts';
import type { FileFinding, SnapshotFile } from '../../snapshot/format.ts';
import type { Coverage } from './coverage.ts';
import type { Survey } from './survey.ts';

/** What is told of a taking: about its files, and about what the API would not say. */
export function findingsOf(
  settings: GingrSettings,
  files: readonly SnapshotFile[],
  survey: Survey,
  coverage: Coverage,
): FileFinding[] {
  const fileOf = (entity: string) =>
    Math.max(
      0,
      files.findIndex((file) => file.entity === entity),
    );
  const finding = (code: string, entity: string, detail: string): FileFinding => ({
    ...{ code, file: fileOf(entity), detail },
  });
  const { since } = settings;
  return [
    ...files.flatMap(({ unknownColumns, lines }, file): FileFinding[] => [
      ...unknownColumns.map((column) => ({ code: 'FILE_COLUMN_UNKNOWN', file, column })),
      ...(lines > 0 ? [] : [{ code: 'FILE_WITHOUT_LINES', file }]),
    ]),
    ...coverage.unseen.map((text) => finding('API_LOCATION_UNSEEN', 'locations', text)),
    ...coverage.uncovered.map((text) => finding('API_LOCATION_UNCOVERED', 'locations', text)),
    finding('API_WITHOUT_FACTS', 'reservations', WITHOUT),
    ...(since === null ? [] : [finding('API_SINCE_UNKNOWN', 'animals', sinceUnknown(since))]),
    ...absences(survey).map(([entity, text]) => finding('API_ENDPOINT_ABSENT', entity, text)),
    ...estimates(survey).map((text) => finding('API_ESTIMATE_WITHOUT_LINES', 'invoices', text)),
    ...[...survey.uncertain].map(([endpoint, count]) =>
      finding('API_QUESTION_IGNORED', 'reservations', `${endpoint}: ${counted(count, 'record')}`),
    ),
    ...(survey.changed === 0
      ? []
      : [finding('API_RECORD_CHANGED', 'reservations', counted(survey.changed, 'record'))]),
    ...(survey.stays >= MANY_STAYS && survey.cancelled === 0
      ? [finding('API_CANCELLED_UNSEEN', 'reservations', `${counted(survey.stays, 'stay')}, none cancelled`)]
      : []),
  ];
}

/** Real resorts cancel 8 to 15 of 100 stays (gingr-sources.md 5). */
const MANY_STAYS = 50;

/** What is in no answer of the API (gingr-sources.md 1.6). */
const WITHOUT = [
  ...['lodgings of past and future stays', 'administered dates of vaccinations', 'answers to questions'],
  ...['employees', 'incidents', 'notes of employees', 'agreements', 'balances of packages', 'store credits'],
  ...['gift cards', 'standing schedules', 'files'],
].join(', ');

const sinceUnknown = (since: string): string =>
  `changes since ${since} of animals, vaccinations, medication and sales whose owner, stay or day does not tell; of stays before that day; and whatever was deleted`;

const counted = (count: number, what: string): string =>
  `${count.toLocaleString('en-US')} ${what}${count === 1 ? '' : 's'}`;

function absences({ absent }: Survey): [string, string][] {
  const units = absent.filter(({ isEstimate }) => !isEstimate);
  return [...new Map(units.map(({ endpoint }) => [endpoint, ENTITY_OF[endpoint] ?? 'owners']))].map(
    ([endpoint, entity]) => [entity, endpoint],
  );
}

const ENTITY_OF: Record<string, string> = {
  get_icons: 'animals',
  back_of_house: 'reservations',
  recently_cancelled_reservations: 'reservations',
};

function estimates({ absent }: Survey): string[] {
  const count = absent.filter(({ isEstimate }) => isEstimate).length;
  return count === 0 ? [] : [counted(count, 'open invoice')];
}
