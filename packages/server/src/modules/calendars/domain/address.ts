/** Calendar programs write webcal:// for what is read by https. */
export const plainAddress = (text: string): string => text.trim().replace(/^webcals?:\/\//i, 'https://');

/** The host and the last letters: enough to know it again, too little to read the calendar. */
export function masked(url: string): string {
  const { host, pathname, search } = new URL(url);
  const path = `${pathname}${search}`;
  return path.length < 12 ? `${host}/…` : `${host}/…${path.slice(-4)}`;
}
