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

const exportStays = 'Export the stays of the same days as well, and run again.';

export const additionalServiceRules = defineRules('additional services', {
  ADDITIONAL_SERVICE_NAME_MISSING: {
    severity: 'error',
    title: 'Additional service without a name',
    explanation: 'Tailtown insists on a name, and none may be invented.',
    remedy: 'Name the service in Gingr and export again.',
  },
  ADDITIONAL_SERVICE_TYPE_MISSING: {
    severity: 'error',
    title: 'Additional service without a reservation type',
    explanation: 'Each additional service of Tailtown belongs to one service, so the type must be known.',
    remedy: 'Export the additional services by reservation type, with the id of the type.',
  },
  ADDITIONAL_SERVICE_TYPE_UNKNOWN: {
    severity: 'error',
    title: 'Additional service of a reservation type that is not there',
    explanation: 'The type id stands in no file of reservation types and in no earlier load.',
    remedy: 'Export all reservation types, inactive ones included, and run again.',
  },
  ADDITIONAL_SERVICE_UNREVIEWED: {
    severity: 'warning',
    title: 'Additional service whose price nobody reviewed',
    explanation:
      "Gingr's list states no price, and lookups/services.yaml has none for the name; Tailtown insists, so it is 0. What stays paid is told on the stays.",
    remedy: 'Add the name with its price to lookups/services.yaml in an overlay and run again.',
  },
  RESERVATION_SERVICE_STAY_MISSING: {
    severity: 'error',
    title: 'Service of a stay without the stay',
    explanation: 'The reservation id is empty or 0.',
    remedy: 'Look the service up in Gingr by its id and export it again.',
  },
  RESERVATION_SERVICE_STAY_UNKNOWN: {
    severity: 'error',
    title: 'Service of a stay that is not there',
    explanation: 'The reservation id stands in no file of stays of this snapshot and in no earlier load.',
    remedy: exportStays,
  },
  RESERVATION_SERVICE_MISSING: {
    severity: 'error',
    title: 'Service of a stay without the id of the service',
    explanation: 'A name never tells which service it is (promise 10).',
    remedy: 'Export the services of the stays with their ids.',
  },
  RESERVATION_SERVICE_UNKNOWN: {
    severity: 'error',
    title: 'Service of a stay that the list of services lacks',
    explanation:
      'The id stands in no file of additional services, for any reservation type. The stay moves, and keeps what its own line says of its services as text.',
    remedy: 'Export the additional services of all reservation types, deleted ones included, and run again.',
  },
  RESERVATION_SERVICE_WITHOUT_COST: {
    severity: 'info',
    effect: 'merge',
    title: 'Service of a stay without a cost',
    explanation:
      "Tailtown insists on a price for it, and a service that costs nothing is not one whose cost is unknown. Its name stands in the stay's staff notes.",
    remedy: 'Export the services of the stays with their cost, if they should be rows of their own.',
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
