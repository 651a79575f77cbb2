import { fieldByKey, wordsOf } from './fields.ts';
import { mostLinks, solutionLinkTypes } from './lists.ts';
import { countries, usStates, withoutPostalCode } from './places.ts';
import { isBlank, type Value, type Values } from './values.ts';

export type Found = { readonly field: string | null; readonly code: string; readonly sentence: string };
export type Link = { readonly type: string; readonly id: string };
type Check = (value: string, values: Values) => string | null;

const found = (field: string | null, code: string, sentence: string): Found => ({ field, code, sentence });
const matches =
  (pattern: RegExp, sentence: string): Check =>
  (value) =>
    pattern.test(value) ? null : sentence;

/** Forms that the model asks for beyond length and choices. Each sentence says what to do. */
const forms: Readonly<Record<string, Check>> = {
  'Customer.Account.WebsiteUrl': (value) => (value.length < 4 ? 'Enter the whole address of the customer’s website, such as www.example.com.' : null),
  'Customer.Account.AwsAccountId': matches(/^(?:\d{12}|\w{1,12})$/, 'Enter the 12 digits of the customer’s AWS account.'),
  'Customer.Account.Duns': matches(/^\d{9}$/, 'Enter the DUNS number as 9 digits, or leave it empty.'),
  'Customer.Account.Address.CountryCode': (value) => (countries.has(value) ? null : 'Enter the country as its two-letter code, such as DE.'),
  'Customer.Account.Address.StateOrRegion': (value, values) =>
    values['Customer.Account.Address.CountryCode'] !== 'US' || usStates.has(value)
      ? null
      : 'Write the state in full, such as New York; the capital district is “Dist. of Columbia”.',
  'contact.email': matches(
    /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i,
    'Enter the contact’s whole mail address, or leave it empty.',
  ),
  'contact.phone': (value) =>
    /^\+[1-9]\d{1,14}$/.test(value.replaceAll(/[\s().-]/g, '')) ? null : 'Enter the telephone number with + and the country’s code, such as +4930123456.',
  'contact.name': (value) => (partsOf(value).every((part) => part.length <= 80) ? null : 'Shorten the contact’s name: AWS takes 80 characters for each part.'),
  'Project.CustomerBusinessProblem': (value) => (value.length >= 20 ? null : 'Describe the business problem in at least 20 characters.'),
  'Project.RelatedOpportunityIdentifier': matches(/^O\d{1,19}$/, 'Enter the earlier opportunity by its AWS number, such as O1234567.'),
  'spend.currency': (value, values) =>
    value === 'USD' || value === 'EUR' || (isBlank(values['spend.monthly']) && isBlank(values['spend.tcv']))
      ? null
      : 'State the amounts in US dollars or euros; AWS takes no other currency here.',
  'LifeCycle.TargetCloseDate': (value) => (isDay(value) ? null : 'Enter the close date as a day of the calendar.'),
};
/** The last word is the family name; as fields.ts writes it. */
const partsOf = (name: string): string[] => [name.slice(0, Math.max(0, name.lastIndexOf(' '))).trim(), name.slice(name.lastIndexOf(' ') + 1)];
const isDay = (value: string): boolean =>
  /^[1-9]\d{3}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(`${value}T00:00:00Z`)) && new Date(`${value}T00:00:00Z`).toISOString().startsWith(value);

/** What is wrong with the values themselves: AWS would refuse to keep them. Only the named keys are looked at. */
export function valueIssues(values: Values, keys: Iterable<string>): Found[] {
  const all: Found[] = [];
  for (const key of keys) {
    const value = values[key];
    const field = fieldByKey.get(key);
    if (field === undefined || isBlank(value) || value === undefined) continue;
    const sentence =
      (typeof value === 'string' ? tooLong(key, value, field.max) : null) ?? unknownChoice(key, value, field.choices) ?? wrongKind(key, value, field.kind);
    if (sentence !== null) all.push(found(key, sentence.code, sentence.text));
    else if (typeof value === 'string') {
      const wrong = forms[key]?.(value, values) ?? null;
      if (wrong !== null) all.push(found(key, 'format', wrong));
    }
  }
  return all;
}
type Wrong = { readonly code: string; readonly text: string } | null;
function tooLong(key: string, value: string, max: number | null): Wrong {
  if (max === null || value.length <= max) return null;
  return { code: 'too_long', text: `Shorten ${wordsOf(key)}: it has ${value.length} characters, and AWS takes ${max}.` };
}
function unknownChoice(key: string, value: Value, choices: readonly string[]): Wrong {
  if (choices.length === 0) return null;
  const unknown = (Array.isArray(value) ? (value as readonly string[]) : [String(value)]).filter((each) => !choices.includes(each));
  return unknown.length === 0
    ? null
    : { code: 'choice', text: `Choose another value for ${wordsOf(key)}: AWS does not know “${unknown[0]?.slice(0, 60) ?? ''}”.` };
}
function wrongKind(key: string, value: Value, kind: string): Wrong {
  if (kind === 'money')
    return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
      ? null
      : { code: 'range', text: `Enter ${wordsOf(key)} as an amount of zero or more.` };
  if (kind === 'number')
    return typeof value === 'number' && Number.isInteger(value) && value > 0
      ? null
      : { code: 'range', text: `Enter ${wordsOf(key)} as a whole number above zero.` };
  return null;
}

/** What must fit together, whatever the review says. `before` is what stands there, null before it is made. */
export function recordIssues(values: Values, before: Values | null, today: string): Found[] {
  const all: Found[] = [];
  const industry = values['Customer.Account.Industry'];
  if (isBlank(values['Customer.Account.CompanyName']) && accountKeys.some((key) => !isBlank(values[key])))
    all.push(found('Customer.Account.CompanyName', 'required', 'Name the customer: AWS keeps nothing of a customer without a name.'));
  if (industry === 'Other' && isBlank(values['Customer.Account.OtherIndustry']))
    all.push(found('Customer.Account.OtherIndustry', 'required', 'Say which other industry it is.'));
  if (values['NationalSecurity'] === true && industry !== 'Government')
    all.push(found('NationalSecurity', 'combination', 'Set the industry to Government, or national security to no.'));
  if (values['OpportunityType'] === 'Flat Renewal' && isBlank(values['Project.RelatedOpportunityIdentifier']))
    all.push(found('Project.RelatedOpportunityIdentifier', 'required', 'Name the earlier opportunity that is renewed, by its AWS number.'));
  const close = values['LifeCycle.TargetCloseDate'];
  if (typeof close === 'string' && close < today && close !== before?.['LifeCycle.TargetCloseDate'])
    all.push(found('LifeCycle.TargetCloseDate', 'range', 'Set a close date that is not in the past.'));
  if (values['LifeCycle.Stage'] === 'Closed Lost' && isBlank(values['LifeCycle.ClosedLostReason']))
    all.push(found('LifeCycle.ClosedLostReason', 'required', 'Choose why it was lost: AWS takes the stage only together with a reason.'));
  if (before === null && (values['LifeCycle.Stage'] === 'Closed Lost' || values['LifeCycle.Stage'] === 'Launched'))
    all.push(found('LifeCycle.Stage', 'state', 'A deal that is won or lost cannot be shared any more; share deals while they are open.'));
  return all;
}
const accountKeys = [...fieldByKey.keys()].filter((key) => key.startsWith('Customer.Account.') && key !== 'Customer.Account.CompanyName');

/** Practitioners and the documentation name these; the model itself demands nearly nothing. */
const submitSentences: Readonly<Record<string, string>> = {
  'Customer.Account.CompanyName': 'Name the customer.',
  'Customer.Account.WebsiteUrl': 'Enter the customer’s website.',
  'Customer.Account.Industry': 'Choose the customer’s industry.',
  'Customer.Account.Address.CountryCode': 'Enter the customer’s country.',
  'Project.Title': 'Give the deal a name.',
  'Project.CustomerBusinessProblem': 'Describe the business problem in 20 to 2,000 characters.',
  'Project.CustomerUseCase': 'Choose a use case.',
  'Project.DeliveryModels': 'Choose how it is delivered.',
  'Project.SalesActivities': 'Choose at least one sales activity.',
  'LifeCycle.TargetCloseDate': 'Set the close date.',
  PrimaryNeedsFromAws: 'Choose what help is wanted from AWS.',
};

export function demandedForSubmit(values: Values): string[] {
  const country = values['Customer.Account.Address.CountryCode'];
  return [
    ...Object.keys(submitSentences),
    ...(typeof country === 'string' && withoutPostalCode.has(country) ? [] : ['Customer.Account.Address.PostalCode']),
    ...(country === 'US' ? ['Customer.Account.Address.StateOrRegion'] : []),
    'spend.monthly',
  ];
}
export const namesSolution = (links: readonly Link[]): boolean => links.some(({ type }) => solutionLinkTypes.includes(type));

export function submitIssues(values: Values, links: readonly Link[]): Found[] {
  const missing = demandedForSubmit(values).filter((key) => key !== 'spend.monthly' && isBlank(values[key]));
  const all = missing.map((key) => found(key, 'required', submitSentences[key] ?? placeSentence(key)));
  if (!(positive(values['spend.monthly']) || positive(values['spend.tcv'])))
    all.push(found('spend.monthly', 'required', 'Enter the expected monthly spend at AWS, above zero.'));
  if (!namesSolution(links) && isBlank(values['Project.OtherSolutionDescription']))
    all.push(
      found(
        'Project.OtherSolutionDescription',
        'too_few',
        'Link at least one of your AWS solutions or marketplace products, or describe the solution in words.',
      ),
    );
  return all;
}
const placeSentence = (key: string): string =>
  key.endsWith('PostalCode') ? 'Enter the customer’s postal code.' : 'Enter the customer’s state, written in full.';
const positive = (value: Value | undefined): boolean => typeof value === 'number' && value > 0;

export function demandedForStage(stage: string): string[] {
  if (stage === 'Launched') return ['Customer.Account.AwsAccountId'];
  return stage === 'Closed Lost' ? ['LifeCycle.ClosedLostReason'] : [];
}
/** What one of their stages asks for before an opportunity may stand in it. */
export function stageIssues(stage: string, values: Values, links: readonly Link[]): Found[] {
  const all: Found[] = [];
  if ((stage === 'Committed' || stage === 'Launched') && !namesSolution(links))
    all.push(found(null, 'too_few', `Link one of your AWS solutions or marketplace products: from Committed on a solution in words is not enough.`));
  if (stage === 'Launched' && !/^\d{12}$/.test(String(values['Customer.Account.AwsAccountId'] ?? '')))
    all.push(found('Customer.Account.AwsAccountId', 'format', 'Enter the 12 digits of the customer’s AWS account; a launch is counted to it.'));
  return all;
}

export function linkIssues(links: readonly Link[]): Found[] {
  return Object.entries(mostLinks).flatMap(([type, most]) => {
    const count = links.filter((each) => each.type === type).length;
    return count <= most ? [] : [found(null, 'too_many', `Take off ${count - most} of ${type}: AWS takes ${most} on one opportunity.`)];
  });
}
