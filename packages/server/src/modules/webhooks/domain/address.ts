/** The host and the last letters: enough to tell endpoints apart, too little to write to one. */
export function masked(url: string): string {
  const { host, pathname, search } = new URL(url);
  const path = `${pathname}${search}`;
  if (path === '/') return host;
  return path.length < 12 ? `${host}/…` : `${host}/…${path.slice(-4)}`;
}
