const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;

/** `3.4 GB` of some bytes, in powers of 1000. */
export function bytesInWords(bytes: number): string {
  let unit = 0;
  let value = bytes;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit > 0 && value < 10 ? value.toFixed(1) : Math.round(value)} ${UNITS[unit]}`;
}
