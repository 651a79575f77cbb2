import { isObject } from '../wire/json.ts';

/*
 * Text comes back escaped from this service: `&` as `&amp;` and `:` as `&amp;colon;` (from the decoding in the vendor's sample
 * application). A client that sends it back as it is gets INVALID_ENUM_VALUE for "Security &amp; Compliance", and doubles the escapes.
 */
const escapedFields = new Set([
  'Title',
  'CustomerBusinessProblem',
  'BusinessProblem',
  'CustomerUseCase',
  'OtherSolutionDescription',
  'OtherCompetitorNames',
  'AdditionalComments',
  'CompanyName',
  'OtherIndustry',
  'NextSteps',
  'CampaignName',
  'UseCases',
  'ReviewComments',
]);

export const escapeText = (text: string): string => text.replaceAll(':', '&colon;').replaceAll('&', '&amp;');

/** The same answer with its free texts escaped. */
export function escaped(value: unknown, isText = false): unknown {
  if (typeof value === 'string') return isText ? escapeText(value) : value;
  if (Array.isArray(value)) return value.map((item: unknown) => escaped(item, isText));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, escaped(member, escapedFields.has(name))]));
}
