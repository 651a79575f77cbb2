/** What a person typed as an amount, in minor units; undefined when it is no amount. */
export function toMinor(text: string, currency: string): number | undefined {
  const plain = text.replaceAll(/[\s\u00a0\u202f']/g, '').replace(/^[^\d.,-]+|[^\d.,]+$/g, '');
  if (!/\d/.test(plain)) return undefined;
  const digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  // The last separator is the decimal one only where it is followed by no more digits than the currency has.
  const last = Math.max(plain.lastIndexOf('.'), plain.lastIndexOf(','));
  const tail = last === -1 ? '' : plain.slice(last + 1);
  const hasDecimals = last !== -1 && tail.length > 0 && tail.length <= digits;
  const whole = (hasDecimals ? plain.slice(0, last) : plain).replaceAll(/[.,]/g, '');
  if (!/^\d*$/.test(whole) || (hasDecimals && !/^\d+$/.test(tail))) return undefined;
  const minor = Number(`${whole || '0'}${(hasDecimals ? tail : '').padEnd(digits, '0')}`);
  return Number.isSafeInteger(minor) ? minor : undefined;
}

/** Minor units as plain text for an input. */
export function toText(minor: number | null, currency: string): string {
  if (minor === null) return '';
  const digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  const text = String(minor).padStart(digits + 1, '0');
  const tail = digits === 0 ? '' : text.slice(-digits);
  const whole = digits === 0 ? text : text.slice(0, -digits);
  return /^0*$/.test(tail) ? whole : `${whole}.${tail}`;
}
