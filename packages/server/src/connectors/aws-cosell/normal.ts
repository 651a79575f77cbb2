import type { Value } from './values.ts';

/** The form in which AWS would give a value back, so that writing it twice is not a difference. */
export function normal(key: string, value: Value): Value {
  if (typeof value !== 'string') return value;
  const text = value.replaceAll('\r\n', '\n').trim();
  if (text === '') return null;
  if (key === 'contact.email') return text.toLowerCase();
  if (key === 'contact.phone') return text.replaceAll(/[\s().-]/g, '');
  if (key === 'Customer.Account.Address.CountryCode') return text.toUpperCase();
  return text;
}
