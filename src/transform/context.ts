import type { ConsentUnknown, ReservationTimeMode } from '../core/settings.ts';

export interface ListEntry {
  label: string;
  /** Other columns of the entry that the mapping names, by canonical column name. */
  extra: Readonly<Record<string, string | null>>;
}

/** All that a function may know beside the record. Nothing here reads the clock. */
export interface TransformContext {
  tenant: string;
  sourceDatabase: string;
  /** IANA zone of the resort. */
  timeZone: string;
  reservationTimeMode: ReservationTimeMode;
  consentUnknown: ConsentUnknown;
  /** The snapshot's `asOf`, an ISO instant. */
  asOf: string;
  /** Reference lists by entity and trimmed id. */
  lists: ReadonlyMap<string, ReadonlyMap<string, ListEntry>>;
}
