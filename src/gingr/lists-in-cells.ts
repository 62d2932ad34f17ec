/**
 * Several things in one cell: a JSON array, as an API's answer has them, or a text with one a line or parted by semicolons, or
 * addresses parted by commas. An object says its name, with its rating (gingr-sources.md 2.11), or its address.
 */
export function listOf(cell: string | null): string[] {
  const text = cell?.trim() ?? '';
  if (text === '') return [];
  const parsed = arrayIn(text);
  const items = parsed ? parsed.map(textOf) : text.split(/[;\n]|,\s*(?=https?:\/\/)/i);
  return items.map((item) => item.trim()).filter((item) => item !== '');
}

function arrayIn(text: string): unknown[] | null {
  if (!/^[[{]/.test(text)) return null;
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [value];
  } catch {
    return null;
  }
}

function textOf(item: unknown): string {
  if (item === null || item === undefined) return '';
  if (typeof item !== 'object') return String(item);
  const { name, rating, url } = item as Record<string, unknown>;
  const said = [name, url].find((value) => typeof value === 'string' && value.trim() !== '');
  // Nothing of an object that is of another shape is lost.
  if (typeof said !== 'string') return JSON.stringify(item);
  return rating === null || rating === undefined || rating === '' ? said : `${said}: ${String(rating)}`;
}
