/**
 * Bookings of several animals. Gingr itself stores one reservation for each animal; its partner API has one booking with
 * a list of them (`petIds`, gingr-sources.md 1.4; doc), and tables made from it have the list in one cell.
 */

type Cells = readonly (string | null)[];

/** Between the id of the booking and what tells its reservations apart; Gingr's ids are digits. */
const PART = '/';

/** The id of one reservation of a booking: of the animal, or of a lodging, of which Tailtown's have one each. */
export const partOfBooking = (booking: string, part: string): string => `${booking}${PART}${part}`;

/** The booking that a reservation's id names; null for a reservation of its own. */
export function bookingOf(id: string): string | null {
  const at = id.indexOf(PART);
  return at > 0 ? id.slice(0, at) : null;
}

/** `501, 502`, `501;502` or `501|502`; a list without blanks may be one id in groups of three, as spreadsheets show it. */
const LIST = /^\d+(?:\s*[,;|]\s*\d+)+$/;
const GROUPS_OF_THREE = /^\d{1,3}(?:,\d{3})+$/;
const JSON_LIST = /^\[\s*(?:"\d+"|\d+)(?:\s*,\s*(?:"\d+"|\d+))*\s*\]$/;

/** The animals that a cell lists, each once; one or none where it is no list. */
export function animalsOf(cell: string): string[] {
  const text = cell.trim();
  const isList = JSON_LIST.test(text) || (LIST.test(text) && !GROUPS_OF_THREE.test(text));
  return isList ? [...new Set(text.match(/\d+/g) ?? [])] : [];
}

/**
 * Parts a line that books several animals into one for each, by the canonical names of its cells; null for files that
 * hold no such lines. A line with icons stays whole, since nobody says which animal has them; then its animal is unknown.
 */
export function bookingSplitter<Line extends Cells>(
  entity: string,
  names: readonly string[],
): ((cells: Line) => (string | null)[][] | null) | null {
  const [id, animal, icons] = ['id', 'a_id', 'icons_string'].map((name) => names.indexOf(name));
  if (entity !== 'reservations' || id === undefined || animal === undefined) return null;
  if (id < 0 || animal < 0) return null;
  return (cells) => {
    const booking = cells[id]?.trim() ?? '';
    const listed = cells[animal] ?? '';
    // Nearly every cell is one id.
    if (booking === '' || /^\d*$/.test(listed) || (cells[icons ?? -1] ?? '').trim() !== '') return null;
    const animals = animalsOf(listed);
    if (animals.length === 0) return null;
    return animals.map((one) =>
      cells.map((cell, at) =>
        at === id && animals.length > 1 ? partOfBooking(booking, one) : at === animal ? one : cell,
      ),
    );
  };
}
