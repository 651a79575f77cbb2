import { ActRefused } from '../core/simulator.ts';
import type { ActorAct } from '../core/simulator.ts';
import { act, may, need } from './kit/acts.ts';
import { instant, isRecord, listAt, textAt } from './kit/json.ts';
import type { Json } from './kit/json.ts';
import { minorUnits } from './kit/money.ts';
import type { Microsoft, Organisation, Referral } from './model.ts';
import { now, time } from './model.ts';
import { referralEvent } from './notifications.ts';
import { keep, newReferral } from './referrals.ts';
import { firstTaxonomy, nextTaxonomy } from './taxonomy.ts';

const dayMs = 86_400_000;
const seller = { firstName: 'Robin', lastName: 'Field', email: 'robin.field@microsoft.example', phoneNumber: '', contactPreference: null };

export function referralActs(ms: Microsoft): readonly ActorAct[] {
  const waiting = (id: string): Referral => {
    const referral = referralOf(ms, id);
    if (referral.direction !== 'Outgoing' || referral.type !== 'Shared' || referral.status !== 'New') {
      throw new ActRefused(`This referral is ${referral.status}/${referral.substatus}; nobody at Microsoft has to answer it.`);
    }
    return referral;
  };
  return [
    act('seller-accepts', 'Microsoft seller accepts a co-sell referral', [need('id', 'Referral')], ({ id = '' }) => {
      const referral = waiting(id);
      return answer(keep(ms, referral, { ...referral, status: 'Active', substatus: 'Accepted', team: [...listAt(referral, 'team'), seller] }));
    }),
    act('seller-declines', 'Microsoft seller declines a co-sell referral', [need('id', 'Referral'), need('reason', 'Reason')], ({ id = '', reason = '' }) => {
      const referral = waiting(id);
      return answer(keep(ms, referral, { ...referral, status: 'Closed', substatus: 'Declined', statusReason: reason }));
    }),
    act(
      'seller-edits',
      'Microsoft seller asks for changes or edits a shared referral',
      [need('id', 'Referral'), may('note', 'Note to the partner'), may('dealValue', 'Deal value'), may('closingDateTime', 'Closing date')],
      ({ id = '', note = '', dealValue = '', closingDateTime = '' }) => {
        const referral = referralOf(ms, id);
        if (referral.type !== 'Shared' || referral.status === 'Closed') throw new ActRefused('Only an open shared referral is edited by Microsoft.');
        if (dealValue !== '' && minorUnits(dealValue) === undefined) throw new ActRefused('The deal value is an amount.');
        if (closingDateTime !== '' && instant(closingDateTime) === undefined) throw new ActRefused('The closing date is an ISO 8601 instant.');
        const details: Json = isRecord(referral.details) ? { ...referral.details } : {};
        if (dealValue !== '') details.dealValue = Number(dealValue);
        if (closingDateTime !== '') details.closingDateTime = closingDateTime;
        if (note !== '') details.notes = `${textAt(details, 'notes')}\n[Microsoft] ${note}`.trim();
        return answer(keep(ms, referral, { ...referral, details }));
      },
    ),
    act(
      'seller-closes',
      'Microsoft seller closes a shared referral',
      [need('id', 'Referral'), need('outcome', 'Outcome', ['Won', 'Lost']), may('reason', 'Reason')],
      ({ id = '', outcome = '', reason = '' }) => {
        const referral = referralOf(ms, id);
        if (referral.type !== 'Shared' || referral.status !== 'Active') throw new ActRefused('Only an active shared referral is closed by Microsoft.');
        return answer(keep(ms, referral, { ...referral, status: 'Closed', substatus: outcome, statusReason: reason === '' ? null : reason }));
      },
    ),
    act(
      'inbound-referral',
      'Microsoft sends the partner a referral',
      [
        need('kind', 'Kind', ['co-sell', 'qualified-lead', 'marketplace-lead']),
        need('customer', 'Customer'),
        may('tenant', 'Partner (tenant)'),
        may('country', 'Country'),
        may('dealValue', 'Deal value'),
        may('currency', 'Currency'),
        may('name', 'Name'),
        may('expiresInDays', 'Days until it expires'),
      ],
      (input) => answer(inbound(ms, input)),
    ),
    act(
      'change-taxonomy',
      "Microsoft's new year: solution areas and plays change",
      [need('version', 'Version', [firstTaxonomy.version, nextTaxonomy.version])],
      ({ version }) => {
        ms.taxonomy = version === nextTaxonomy.version ? nextTaxonomy : firstTaxonomy;
        return ms.taxonomy;
      },
    ),
  ];
}

const answer = ({ id, engagementId, status, substatus, eTag }: Referral): Json => ({ id, engagementId, status, substatus, eTag });

function referralOf(ms: Microsoft, id: string): Referral {
  const referral = ms.referrals.get(id);
  if (referral === undefined) throw new ActRefused(`There is no referral ${id}.`);
  return referral;
}

export function organisationFor(ms: Microsoft, tenant: string | undefined): Organisation {
  const organisation = tenant === undefined || tenant === '' ? ms.organisations.all()[0] : ms.organisations.get(tenant);
  if (organisation === undefined) throw new ActRefused('There is no such organisation.');
  return organisation;
}

/** The three categories are told apart by type, qualification and who invited, as the service documents. */
function inbound(ms: Microsoft, input: Readonly<Record<string, string>>): Referral {
  const organisation = organisationFor(ms, input.tenant);
  const kind = input.kind ?? '';
  const dealValue = input.dealValue === undefined || input.dealValue === '' ? '0' : input.dealValue;
  if (minorUnits(dealValue) === undefined) throw new ActRefused('The deal value is an amount.');
  const days = Number(input.expiresInDays ?? '') || 14;
  const referral = newReferral(
    ms,
    organisation,
    {
      name: input.name ?? `${input.customer ?? ''} referral`,
      type: kind === 'co-sell' ? 'Shared' : 'Independent',
      qualification: kind === 'marketplace-lead' ? 'Direct' : 'SalesQualified',
      status: 'New',
      substatus: 'Received',
      expirationDateTime: new Date(time(ms) + days * dayMs).toISOString(),
      referralSource: kind === 'marketplace-lead' ? 'AzureMarketplace' : null,
      callToAction: kind === 'marketplace-lead' ? 'ContactMe' : null,
      customerProfile: {
        name: input.customer ?? '',
        size: '51to250employees',
        address: { addressLine1: '', addressLine2: '', city: '', state: '', postalCode: '', country: input.country ?? 'US', region: null },
        team: [],
        ids: [],
      },
      consent: { consentToToShareInfoWithOthers: true, consentToContact: true, consentToShareReferralWithMicrosoftSellers: true },
      details: {
        notes: 'Sent by a Microsoft seller.',
        dealValue: Number(dealValue),
        currency: input.currency ?? 'USD',
        closingDateTime: new Date(time(ms) + 90 * dayMs).toISOString(),
        requirements: { industries: [], products: [{ id: 'Azure' }], services: [], solutions: [{ id: 'SOL-00001-SIM', name: null, type: 'Name' }] },
      },
      team: [seller],
      inviteContext: {
        notes: 'Could you help this customer?',
        assistanceRequestCode: 'Unknown',
        invitedMpnId: organisation.mpnId,
        invitedBy: { organizationId: 'msft', organizationName: 'Microsoft' },
      },
    },
    'Incoming',
  );
  referralEvent(ms, 'referral-created', referral);
  return referral;
}

/** What nobody answered in time is closed. */
export function expireReferrals(ms: Microsoft): void {
  for (const referral of ms.referrals.all()) {
    const expires = instant(referral.expirationDateTime);
    if (referral.status === 'New' && referral.direction === 'Incoming' && expires !== undefined && expires <= time(ms)) {
      keep(ms, referral, { ...referral, status: 'Closed', substatus: 'Expired', statusReason: `Not answered by ${now(ms)}.` });
    }
  }
}
