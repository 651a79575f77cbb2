import { isDay } from '../types.ts';
import { isBlank, type Value, type Values } from '../values.ts';
import { fieldByKey, wordsOf } from './fields.ts';

export type Found = { readonly field: string | null; readonly code: string; readonly sentence: string };
type Check = (value: Value, values: Values) => string | null;

const whenText =
  (pattern: RegExp, sentence: string): Check =>
  (value) =>
    typeof value === 'string' && pattern.test(value) ? null : sentence;
const positive =
  (sentence: string): Check =>
  (value) =>
    typeof value === 'number' && Number.isInteger(value) && value > 0 ? null : sentence;

/** Forms of values, looked at in every state. Each sentence says what to do. */
const forms: Readonly<Record<string, Check>> = {
  'customerInfo.customerDetails.domain': whenText(
    /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/i,
    'Enter the customer’s website, such as www.example.com.',
  ),
  'customerInfo.customerDetails.address.regionCode': whenText(/^[A-Z]{2}$/, 'Enter the country as its two-letter code, such as DE.'),
  'customerInfo.customerDetails.employeeCount': positive('Enter the number of employees as a whole number above zero.'),
  'customerInfo.contact.email': whenText(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'Enter the contact’s whole mail address, or leave it empty.'),
  'customerInfo.contact.phone.e164Number': whenText(/^\+[1-9]\d{1,14}$/, 'Enter the telephone number with + and the country’s code, such as +4930123456.'),
  'qualificationInfo.contractLengthMonths': positive('Enter the contract term as a whole number of months.'),
  'qualificationInfo.estimatedCloseDate': (value) => (typeof value === 'string' && isDay(value) ? null : 'Enter the close date as a day of the calendar.'),
  'qualificationInfo.dealSize': (value) =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? null : 'Enter the deal value as an amount of zero or more.',
  'qualificationInfo.dealSize.currencyCode': whenText(/^[A-Z]{3}$/, 'Enter the currency as its three letters, such as EUR.'),
  'opportunityInfo.indirectPartnerEntity': whenText(/^partners\/[\w-]+$/, 'Enter the partner behind as partners/ and its id.'),
  'isvSolutionConnectInfo.deliveryModel': (value) => (Array.isArray(value) && value.length <= 1 ? null : 'Choose one delivery model; Google takes no more.'),
};

/** What is wrong with the values themselves: Google would refuse to keep them. Only the named keys are looked at. */
export function valueIssues(values: Values, keys: Iterable<string>): Found[] {
  const all: Found[] = [];
  for (const key of keys) {
    const value = values[key];
    const field = fieldByKey.get(key);
    if (field === undefined || value === undefined || isBlank(value)) continue;
    const wrong = forms[key]?.(value, values) ?? null;
    if (wrong !== null) all.push({ field: key, code: 'format', sentence: wrong });
    else if (typeof value === 'string' && field.max !== null && value.length > field.max)
      all.push({ field: key, code: 'too_long', sentence: `Shorten ${wordsOf(key)}: it has ${value.length} characters, and Google takes ${field.max}.` });
  }
  if (isBlank(values['opportunityInfo.displayName'])) all.push({ field: 'opportunityInfo.displayName', code: 'required', sentence: 'Give the deal a name.' });
  return all;
}
export function dateIssues(values: Values, before: Values | null, today: string): Found[] {
  const close = values['qualificationInfo.estimatedCloseDate'];
  return typeof close === 'string' && close < today && close !== before?.['qualificationInfo.estimatedCloseDate']
    ? [{ field: 'qualificationInfo.estimatedCloseDate', code: 'range', sentence: 'Set a close date that is not in the past.' }]
    : [];
}

/** What has to be there before it is submitted, as a connector in the field lists it (SaaSify, December 2025). */
export const submitSentences: Readonly<Record<string, string>> = {
  'opportunityInfo.displayName': 'Give the deal a name.',
  'opportunityInfo.description': 'Describe the business problem.',
  'opportunityInfo.productFamily': 'Name the product family of Google, such as GOOGLE_CLOUD_PLATFORM.',
  'customerInfo.customerDetails.organizationName': 'Name the customer.',
  'customerInfo.customerDetails.domain': 'Enter the customer’s website.',
  'customerInfo.customerDetails.industry': 'Choose the customer’s industry.',
  'customerInfo.customerDetails.employeeCount': 'Enter how many employees the customer has.',
  'customerInfo.customerDetails.address.regionCode': 'Enter the customer’s country.',
  'customerInfo.customerDetails.address.locality': 'Enter the customer’s city.',
  'customerInfo.customerDetails.address.addressLines': 'Enter the customer’s street.',
  'customerInfo.region': 'Enter Google’s region for the customer.',
  'qualificationInfo.dealSize': 'Enter the value of the deal.',
  'qualificationInfo.contractLengthMonths': 'Enter the contract term in months.',
  'qualificationInfo.estimatedCloseDate': 'Set the close date.',
  'qualificationInfo.legalLanguageAccepted': 'Say that Google’s sellers may see it: Google takes it only with its terms accepted.',
  'isvSolutionConnectInfo.deliveryModel': 'Choose how it is delivered.',
  'isvSolutionConnectInfo.contractVehicle': 'Enter the contract vehicle.',
  'isvSolutionConnectInfo.supportLevel': 'Say whether help is wanted from Google.',
};
export const demandedForSubmit: readonly string[] = Object.keys(submitSentences);

export const submitIssues = (values: Values): Found[] =>
  Object.entries(submitSentences).flatMap(([field, sentence]) =>
    isBlank(values[field]) || (field === 'qualificationInfo.legalLanguageAccepted' && values[field] !== true) ? [{ field, code: 'required', sentence }] : [],
  );
