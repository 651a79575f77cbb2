import type { Value } from '../values.ts';

/** The form in which Google would give a value back, so that writing it twice is not a difference. */
export function normal(key: string, value: Value): Value {
  if (typeof value !== 'string') return value;
  const text = value.replaceAll('\r\n', '\n').trim();
  if (text === '') return null;
  if (key === 'customerInfo.customerDetails.domain') return domainOf(text);
  if (key === 'customerInfo.contact.phone.e164Number') return text.replaceAll(/[\s().-]/g, '');
  if (key === 'customerInfo.customerDetails.address.regionCode' || key === 'qualificationInfo.dealSize.currencyCode') return text.toUpperCase();
  return text;
}
/** The site without its address: what cannot be read as one is left for a person to see. */
function domainOf(website: string): string {
  const text = /^[a-z]+:\/\//i.test(website) ? website : `https://${website}`;
  return URL.canParse(text)
    ? new URL(text).hostname
        .toLowerCase()
        .replace(/^www\./, '')
        .replace(/\.$/, '')
    : website;
}
