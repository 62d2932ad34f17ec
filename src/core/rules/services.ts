import { defineRules } from './define.ts';

export const serviceRules = defineRules('services', {
  SERVICE_NAME_MISSING: {
    severity: 'error',
    title: 'Reservation type without a label',
    explanation: 'Tailtown insists on a name for a service, and none may be invented.',
    remedy: 'Name the type in Gingr and export again.',
  },
  SERVICE_UNREVIEWED: {
    severity: 'warning',
    title: 'Service whose price, duration or category nobody reviewed',
    explanation:
      'Gingr does not state them, and lookups/services.yaml has no entry; Tailtown insists, so they become 0, 0 and OTHER.',
    remedy: 'Add the type to lookups/services.yaml in an overlay and run again.',
  },
});

export const lodgingRules = defineRules('lodgings', {
  LODGING_LABEL_VARIANT: {
    severity: 'info',
    effect: 'merge',
    title: 'Other spelling of a lodging',
    explanation: 'Labels that differ only in blanks, dots and the repeated area are one lodging (P-LODGE-5).',
    remedy: 'Nothing to do.',
  },
  LODGING_ONLY_REJECTED: {
    severity: 'info',
    effect: 'exclude',
    title: 'Lodging that only records use which do not move',
    explanation: 'Every stay with this label was rejected or left out, so no resource is made of it.',
    remedy: 'Mend the stays; the lodging then follows.',
  },
  LODGING_TYPE_UNREVIEWED: {
    severity: 'warning',
    title: 'Lodging whose kind nobody reviewed',
    explanation:
      'Tailtown insists on a resource type; without an entry for the area in lookups/lodgings.yaml it is OTHER.',
    remedy: 'Add the area to lookups/lodgings.yaml in an overlay and run again.',
  },
  LODGING_OVER_CAPACITY: {
    severity: 'warning',
    title: 'More stays in a lodging than it holds',
    explanation:
      'At one moment more active stays name the lodging than its capacity. All are kept: an overlap is reported, never repaired.',
    remedy: 'Raise the capacity in lookups/lodgings.yaml, or move one of the stays.',
  },
});
