/** Ends of the quarters a partner thinks in, as calendar days. */
const pad = (value: number): string => String(value).padStart(2, '0');

export function endOfQuarter(today: Date, quartersOn: 0 | 1): string {
  const quarter = Math.floor(today.getMonth() / 3) + quartersOn;
  const end = new Date(today.getFullYear(), (quarter + 1) * 3, 0);
  return `${end.getFullYear()}-${pad(end.getMonth() + 1)}-${pad(end.getDate())}`;
}

export const dayOf = (today: Date): string => `${today.getFullYear()}-${pad(today.getMonth() + 1)}-${pad(today.getDate())}`;
