/** A token says where the next page begins. Undefined: not one of ours. */
export function readToken(token: unknown): number | undefined {
  if (token === undefined || token === null || token === '') return 0;
  if (typeof token !== 'string') return undefined;
  const match = /^from-(\d{1,9})$/.exec(Buffer.from(token, 'base64url').toString('utf8'));
  return match === null ? undefined : Number(match[1]);
}
export function page<T>(items: readonly T[], from: number, size: number): { items: readonly T[]; nextToken?: string } {
  const end = from + size;
  return { items: items.slice(from, end), ...(end < items.length ? { nextToken: Buffer.from(`from-${end}`).toString('base64url') } : {}) };
}
