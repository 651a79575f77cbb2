import { at, instant, isRecord, isText, listAt, recordAt, same, textAt, word } from './kit/json.ts';
import type { Json } from './kit/json.ts';
import { lowerFirst } from './odata.ts';
import type { Taxonomy } from './taxonomy.ts';
import type { Referral } from './model.ts';

/** What a referral must be. Null when all is well, otherwise the sentence of the first thing wrong and where. */
export type Trouble = { readonly target: string; readonly message: string };

const qualifications = ['None', 'Direct', 'MarketingQualified', 'SalesQualified'];
const sizes = [
  '',
  '1to50employees',
  '51to500employees',
  'Morethan500employees',
  '1to9employees',
  '10to50employees',
  '51to250employees',
  '251to1000employees',
  '1001to5000employees',
  '5001to10000employees',
  '10001to20000employees',
  'Morethan20000employees',
];
export const substatuses: Readonly<Record<Referral['status'], readonly string[]>> = {
  New: ['Pending', 'Received'],
  Active: ['Accepted'],
  Closed: ['Won', 'Lost', 'Declined', 'Expired'],
};
export const isStatus = (value: unknown): value is Referral['status'] => value === 'New' || value === 'Active' || value === 'Closed';

/** The service reads property names whatever the case of their first letter, as its own samples show. */
export function normalised(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(normalised);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [lowerFirst(name), normalised(inner)]));
}

export type ReferralKind = 'private' | 'partnerLed' | 'coSell';
export function kindOf(document: Json): ReferralKind {
  if (at(document, 'consent.consentToShareReferralWithMicrosoftSellers') !== true) return 'private';
  return document.type === 'Shared' ? 'coSell' : 'partnerLed';
}

export function troubleOf(document: Json, taxonomy: Taxonomy): Trouble | null {
  const trouble = (target: string, message: string): Trouble => ({ target, message });
  if (!isText(document.name)) return trouble('name', 'The name is required.');
  if (document.type !== 'Independent' && document.type !== 'Shared') return trouble('type', "The type is 'Independent' or 'Shared'.");
  const { qualification } = document;
  if (qualification !== undefined && qualification !== null && !qualifications.includes(word(qualification))) {
    return trouble('qualification', `The qualification is one of ${qualifications.join(', ')}.`);
  }
  return (
    customerTrouble(document) ?? consentTrouble(document) ?? detailsTrouble(document) ?? teamTrouble(document.team, 'team') ?? kindTrouble(document, taxonomy)
  );
}

function customerTrouble(document: Json): Trouble | null {
  const customer = document.customerProfile;
  if (!isRecord(customer)) return { target: 'customerProfile', message: 'The customer profile is required.' };
  if (!isText(customer.name)) return { target: 'customerProfile.name', message: 'The name of the customer is required.' };
  if (!/^[A-Z]{2}$/.test(textAt(customer, 'address.country')))
    return { target: 'customerProfile.address.country', message: 'The country is an ISO code of two letters.' };
  if (customer.size !== undefined && customer.size !== null && !sizes.includes(word(customer.size))) {
    return { target: 'customerProfile.size', message: 'The size is not one of the known bands.' };
  }
  for (const id of listAt(customer, 'ids')) {
    if (!isRecord(id) || !['Duns', 'External'].includes(word(id.profileType)))
      return { target: 'customerProfile.ids', message: "The profile type is 'Duns' or 'External'." };
  }
  return teamTrouble(customer.team, 'customerProfile.team');
}

function teamTrouble(team: unknown, target: string): Trouble | null {
  if (team === undefined || team === null) return null;
  if (!Array.isArray(team)) return { target, message: 'The team is a list of members.' };
  for (const member of team) {
    if (!isRecord(member)) return { target, message: 'A member of the team is an object.' };
    if (!isText(member.firstName) || !isText(member.lastName)) return { target, message: 'A member needs a first and a last name.' };
    if (!/^[^\s@]+@[^\s@]+$/.test(textAt(member, 'email'))) return { target, message: 'A member needs an email address.' };
  }
  return null;
}

function consentTrouble(document: Json): Trouble | null {
  if (!isRecord(document.consent)) return { target: 'consent', message: 'The consent is required.' };
  const wrong = Object.entries(document.consent).find(([, value]) => typeof value !== 'boolean');
  return wrong === undefined ? null : { target: `consent.${wrong[0]}`, message: 'A consent is true or false.' };
}

function detailsTrouble(document: Json): Trouble | null {
  const details = document.details;
  if (!isRecord(details)) return { target: 'details', message: 'The details are required.' };
  if (!isText(details.notes)) return { target: 'details.notes', message: 'The notes are required.' };
  // Its own samples send the deal value as a number at creation and as a text in a patch.
  const value = typeof details.dealValue === 'string' && details.dealValue.trim() !== '' ? Number(details.dealValue) : details.dealValue;
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0)
    return { target: 'details.dealValue', message: 'The deal value is a number, zero or more.' };
  if (!/^[A-Z]{3}$/.test(textAt(details, 'currency'))) return { target: 'details.currency', message: 'The currency is an ISO 4217 code.' };
  if (instant(details.closingDateTime) === undefined) return { target: 'details.closingDateTime', message: 'The closing date is an ISO 8601 instant.' };
  const solutions = listAt(details, 'requirements.solutions');
  if (solutions.length === 0) return { target: 'details.requirements.solutions', message: 'At least one solution is required.' };
  for (const solution of solutions) {
    if (!isRecord(solution) || !isText(solution.id)) return { target: 'details.requirements.solutions', message: 'A solution needs its id.' };
    if (!['None', 'Category', 'Name'].includes(word(solution.type ?? 'None')))
      return { target: 'details.requirements.solutions', message: "A solution's type is None, Category or Name." };
  }
  return null;
}

const attribute = (document: Json, type: string): string => {
  const found = listAt(document, 'details.requirements.additionalRequirements.attributes').find((one) => isRecord(one) && one.type === type);
  return textAt(found, 'id');
};

function kindTrouble(document: Json, taxonomy: Taxonomy): Trouble | null {
  const kind = kindOf(document);
  if (document.type === 'Shared' && kind !== 'coSell') {
    return { target: 'consent.consentToShareReferralWithMicrosoftSellers', message: 'A shared referral needs the consent to share it with Microsoft sellers.' };
  }
  const [role, area, play] = [attribute(document, 'PartnerRole'), attribute(document, 'SolutionArea'), attribute(document, 'SolutionPlay')];
  if (area !== '' && taxonomy.areas[area] === undefined) {
    return { target: 'SolutionArea', message: `The solution area '${area}' is not part of the taxonomy ${taxonomy.version}.` };
  }
  if (play !== '' && !(taxonomy.areas[area] ?? []).includes(play)) {
    return {
      target: 'SolutionPlay',
      message: `The solution play '${play}' does not belong to the solution area '${area}' in the taxonomy ${taxonomy.version}.`,
    };
  }
  if (role !== '' && !taxonomy.partnerRoles.includes(role)) return { target: 'PartnerRole', message: `The partner role '${role}' is not known.` };
  if (kind !== 'coSell') return null;
  const consent = recordAt(document, 'consent');
  if (consent.consentToToShareInfoWithOthers !== true || consent.consentToContact !== true) {
    return { target: 'consent', message: 'A co-sell referral needs the consents to share information with others and to contact.' };
  }
  const forServices = listAt(document, 'details.requirements.services').length > 0;
  if (forServices && (role === '' || area === '' || play === '')) {
    return {
      target: 'details.requirements.additionalRequirements.attributes',
      message: 'A services co-sell referral needs PartnerRole, SolutionArea and SolutionPlay.',
    };
  }
  return null;
}

const readOnly = [
  'id',
  'engagementId',
  'organizationId',
  'organizationName',
  'type',
  'direction',
  'createdDateTime',
  'updatedDateTime',
  'expirationDateTime',
  'acceptedDateTime',
  'closedDateTime',
  'eTag',
  'links',
  'trackingInfo',
];
/** Once closed, only these may still be written. */
const writableWhenClosed = new Set(['statusReason', 'externalReferenceId', 'status', 'substatus']);

/** Whether the partner may turn one state of a referral into another. */
export function changeTrouble(before: Referral, after: Json): Trouble | null {
  const fixed = readOnly.find((name) => !same(before[name] ?? null, after[name] ?? null));
  if (fixed !== undefined) return { target: fixed, message: `'${fixed}' cannot be changed.` };
  if (at(before, 'consent.consentToShareReferralWithMicrosoftSellers') === true && at(after, 'consent.consentToShareReferralWithMicrosoftSellers') !== true) {
    return { target: 'consent', message: 'What was shared with Microsoft sellers cannot be taken back.' };
  }
  if (before.status === 'Closed') {
    const changed = Object.keys({ ...before, ...after }).find((name) => !writableWhenClosed.has(name) && !same(before[name] ?? null, after[name] ?? null));
    if (changed !== undefined) return { target: changed, message: 'A closed referral cannot be changed.' };
  }
  return stepTrouble(before, after);
}

function stepTrouble(before: Referral, after: Json): Trouble | null {
  const { status, substatus } = after;
  if (!isStatus(status)) return { target: 'status', message: 'The status is New, Active or Closed.' };
  if (typeof substatus !== 'string' || !substatuses[status].includes(substatus)) {
    return { target: 'substatus', message: `The substatus of ${status} is one of ${substatuses[status].join(', ')}.` };
  }
  if (status === before.status && substatus === before.substatus) return null;
  const allowed = partnerSteps(before);
  const step = `${status}/${substatus}`;
  return allowed.includes(step)
    ? null
    : {
        target: 'status',
        message: `The referral cannot go from ${before.status}/${before.substatus} to ${step}.${allowed.length > 0 ? ` Allowed: ${allowed.join(', ')}.` : ''}`,
      };
}

/** The documented table, narrowed by whose answer is awaited: what waits for Microsoft, the partner cannot accept. */
export function partnerSteps(referral: Pick<Referral, 'status' | 'substatus' | 'type' | 'direction'>): readonly string[] {
  if (referral.status === 'Closed') return [];
  if (referral.status === 'Active') return ['Closed/Won', 'Closed/Lost'];
  if (referral.direction === 'Incoming') return ['Active/Accepted', 'Closed/Declined'];
  if (referral.type === 'Shared') return ['Closed/Lost'];
  return ['Active/Accepted', 'Closed/Won', 'Closed/Lost'];
}
