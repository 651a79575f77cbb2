import { at, isRecord, isText, listAt, recordAt, textAt, withAt } from '../microsoft/kit/json.ts';
import type { Json } from '../microsoft/kit/json.ts';
import { basisPoints } from '../microsoft/kit/money.ts';
import { services } from './catalogue.ts';
import type { Service, StandardOffer } from './catalogue.ts';
import { dateTime, moneyMinor } from './masks.ts';
import type { OfferState } from './model.ts';
import type { Violation } from './refusals.ts';

/** Enums by number, in the order of the published protos: the official client sends numbers. */
const enums: Readonly<Record<string, readonly string[]>> = {
  offerDealType: ['OFFER_DEAL_TYPE_UNSPECIFIED', 'CHANNEL_SHIFT', 'MIGRATION', 'NATIVE_RENEWAL', 'NEW'],
  'term.startPolicy': ['START_POLICY_UNSPECIFIED', 'IMMEDIATE', 'SCHEDULED_START_TIME'],
  'term.endPolicy': ['END_POLICY_UNSPECIFIED', 'AFTER_DURATION', 'SCHEDULED_END_TIME', 'MATCH_AMENDED_OFFER'],
  'singleProductOffer.standardIntervalPrice.standardInterval': [
    'STANDARD_INTERVAL_UNSPECIFIED',
    'MONTHLY_POSTPAY',
    'MONTHLY_PRORATED',
    'MONTHLY_NOT_PRORATED',
    'QUARTERLY_NOT_PRORATED',
    'YEARLY_NOT_PRORATED',
  ],
};
export const writable = [
  'internalNote',
  'offerDealType',
  'title',
  'customerNote',
  'partnerContact',
  'customer',
  'acceptDeadlineTime',
  'term',
  'singleProductOffer',
];
export const outputOnly = [
  'name',
  'state',
  'publishRequirementGoogleReview',
  'createTime',
  'updateTime',
  'publishTime',
  'acceptTime',
  'cancelTime',
  'endTime',
  'cancellationNote',
  'resellerContact',
];
/** Inside the product offer: what Google or a reseller in Producer Portal sets. */
export const innerOutputOnly = ['serviceLevel', 'resellerPrivateOfferPlanId', 'effectiveInstallmentTimeline', 'contractValue', 'revenueShare'];

export const steps: Readonly<Record<'edit' | 'publish' | 'cancel' | 'delete' | 'accept', readonly OfferState[]>> = {
  edit: ['DRAFT'],
  publish: ['DRAFT'],
  cancel: ['PUBLISHED'],
  delete: ['DRAFT'],
  accept: ['PUBLISHED'],
};

/** What a client writes: output-only fields are left aside, numbers of enums become names. */
export function readOffer(body: Json): { readonly document: Json; readonly violations: readonly Violation[] } {
  const violations: Violation[] = [];
  for (const name of Object.keys(body)) if (![...writable, ...outputOnly].includes(name)) violations.push({ field: name, description: 'Cannot find field.' });
  let document: Json = Object.fromEntries(Object.entries(body).filter(([name]) => writable.includes(name)));
  if (isRecord(document.singleProductOffer)) {
    document = {
      ...document,
      singleProductOffer: Object.fromEntries(Object.entries(document.singleProductOffer).filter(([name]) => !innerOutputOnly.includes(name))),
    };
  }
  for (const [path, names] of Object.entries(enums)) {
    const value = at(document, path);
    if (value === undefined) continue;
    const name = typeof value === 'number' ? names[value] : names.find((one) => one === value);
    if (name === undefined) violations.push({ field: path, description: `One of ${names.join(', ')} is expected.` });
    else document = withAt(document, path, name);
  }
  return { document, violations };
}

export function standardOfferOf(name: string): { service: Service; offer: StandardOffer } | undefined {
  for (const service of services) {
    for (const offer of service.offers) if (name === standardOfferName(service, offer)) return { service, offer };
  }
  return undefined;
}
export const serviceName = (service: Service): string => `projects/${service.project}/locations/global/services/${service.id}`;
export const standardOfferName = (service: Service, offer: StandardOffer): string => `${serviceName(service)}/standardOffers/${offer.id}`;

/** All that an offer needs before it can be published. */
export function publishViolations(document: Json, moment: number): Violation[] {
  const found: Violation[] = [];
  const need = (field: string, right: boolean, description = 'Required to publish.'): void => {
    if (!right) found.push({ field, description });
  };
  need('title', isText(document.title));
  need(
    'customer.targetBillingAccount',
    /^billingAccounts\/[\w-]+$/.test(textAt(document, 'customer.targetBillingAccount')),
    'A name such as billingAccounts/012345-567890-ABCDEF is required.',
  );
  need('customer.email', textAt(document, 'customer.email').includes('@'));
  need('partnerContact.email', textAt(document, 'partnerContact.email').includes('@'));
  const deadline = dateTime(document.acceptDeadlineTime);
  need('acceptDeadlineTime', deadline !== undefined && deadline > moment, 'A time in the future is required.');
  const term = recordAt(document, 'term');
  need(
    'term.startPolicy',
    term.startPolicy === 'IMMEDIATE' || (term.startPolicy === 'SCHEDULED_START_TIME' && dateTime(term.scheduledStartTime) !== undefined),
  );
  const months = term.durationMonths;
  const ends =
    term.endPolicy === 'AFTER_DURATION'
      ? typeof months === 'number' && Number.isInteger(months) && months >= 1 && months <= 84
      : term.endPolicy === 'SCHEDULED_END_TIME'
        ? (dateTime(term.scheduledEndTime) ?? 0) > moment
        : term.endPolicy === 'MATCH_AMENDED_OFFER';
  need('term.endPolicy', ends, 'An end policy, with a duration of 1 to 84 months or an end in the future, is required.');
  need(
    'singleProductOffer.baseStandardOffer',
    standardOfferOf(textAt(document, 'singleProductOffer.baseStandardOffer')) !== undefined,
    'An existing standard offer is required.',
  );
  const amends = isText(at(document, 'singleProductOffer.amendedPrivateOffer')) || isText(at(document, 'singleProductOffer.amendedStandardOffer'));
  if (term.endPolicy === 'MATCH_AMENDED_OFFER' || document.offerDealType === 'NATIVE_RENEWAL')
    need('singleProductOffer.amendedPrivateOffer', amends, 'The offer that is amended is required.');
  return [...found, ...priceViolations(document)];
}

function priceViolations(document: Json): Violation[] {
  const standard = at(document, 'singleProductOffer.standardIntervalPrice');
  const installments = listAt(document, 'singleProductOffer.customIntervalPrice.installments');
  const wrong = (field: string, description: string): Violation[] => [{ field: `singleProductOffer.${field}`, description }];
  if (standard === undefined && installments.length === 0) return wrong('standardIntervalPrice', 'Exactly one kind of price is required.');
  if (standard !== undefined && installments.length > 0) return wrong('customIntervalPrice', 'Exactly one kind of price is allowed.');
  if (standard !== undefined) {
    const interval = textAt(standard, 'standardInterval');
    if (interval === '' || interval === 'STANDARD_INTERVAL_UNSPECIFIED') return wrong('standardIntervalPrice.standardInterval', 'Required to publish.');
    return modelViolations(at(standard, 'priceModel'), 'standardIntervalPrice.priceModel').flatMap((one) => wrong(one.field, one.description));
  }
  return installments.flatMap((one, index) => {
    const field = `customIntervalPrice.installments[${index}]`;
    if (dateTime(at(one, 'startTime')) === undefined) return wrong(`${field}.startTime`, 'Required to publish.');
    return modelViolations(at(one, 'priceModel'), `${field}.priceModel`).flatMap((violation) => wrong(violation.field, violation.description));
  });
}

function modelViolations(model: unknown, field: string): Violation[] {
  const flat = at(model, 'flatFee.flatFeeOverride');
  const commitment = at(model, 'commitment.commitmentAmount');
  const discount = at(model, 'usage.defaultDiscountPercent.value');
  if (flat === undefined && commitment === undefined && discount === undefined)
    return [{ field, description: 'A flat fee, a commitment or a usage discount is required.' }];
  if (flat !== undefined && commitment !== undefined) return [{ field, description: 'A flat fee or a commitment, not both.' }];
  for (const [name, value] of [
    ['flatFee.flatFeeOverride', flat],
    ['commitment.commitmentAmount', commitment],
  ] as const) {
    if (value !== undefined && (moneyMinor(value) ?? -1) < 0) return [{ field: `${field}.${name}`, description: 'A Money of zero or more is expected.' }];
  }
  const points = discount === undefined ? 0 : basisPoints(discount);
  return points === undefined || points < 0 || points > 10_000
    ? [{ field: `${field}.usage.defaultDiscountPercent`, description: 'A percentage from 0 to 100 is expected.' }]
    : [];
}
