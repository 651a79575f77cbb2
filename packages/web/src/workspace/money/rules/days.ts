/** Of the browser; the server judges by the day of the workspace. */
export const today = (): string => new Date().toLocaleDateString('en-CA');

export function daysFrom(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}
