import { type CatalogueEntity, column, columns } from './define.ts';

/**
 * The calendar's day details as people see them (gingr-sources.md 1.1, shape a): display names, dates such as
 * `Tuesday 3/4/2025 7:15 am`, ticks for booleans, and no id at all. A stay of several nights stands on every day's file.
 */
export const calendarDetails: CatalogueEntity = {
  name: 'calendar_details',
  id: '',
  key: ['animal', 'owner', 'start_date', 'type'],
  fileNames: ['calendar_details', 'calendar', 'day_details'],
  columns: [
    column('animal pet', { required: true }),
    column('owner', { required: true }),
    column('start_date', { required: true }),
    column('end_date', { required: true }),
    ...columns('type lodging services confirmed'),
    column('cancelled canceled'),
    column('completed'),
  ],
};
