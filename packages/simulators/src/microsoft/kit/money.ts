/** Amounts inside the simulators are whole minor units of currencies with two decimals. */
export const decimal = (minor: number): string =>
  `${minor < 0 ? '-' : ''}${Math.floor(Math.abs(minor) / 100)}.${String(Math.abs(minor) % 100).padStart(2, '0')}`;

/** Minor units of a decimal amount; undefined when it is none, or finer than a cent. */
export function minorUnits(value: unknown): number | undefined {
  if (typeof value !== 'number' && typeof value !== 'string') return undefined;
  const match = /^(-?)(\d{1,13})(?:\.(\d{1,2}))?$/.exec(String(value));
  if (match === null) return undefined;
  const [, sign = '', whole = '0', part = ''] = match;
  const minor = Number(whole) * 100 + Number(part.padEnd(2, '0'));
  return sign === '-' ? -minor : minor;
}

/** A share in hundredths of a per cent, rounded half up to a whole minor unit. */
export const share = (minor: number, basisPoints: number): number => Math.floor((minor * basisPoints + 5000) / 10_000);
/** Per cent with up to two decimals as hundredths of a per cent; undefined when it is none. */
export const basisPoints = (percent: unknown): number | undefined => minorUnits(percent);
