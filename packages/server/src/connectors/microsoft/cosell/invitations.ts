import { minorDigits } from '@entente/kernel';
import type { CloudInvitation, StepProgress } from '../../../modules/clouds/index.ts';
import { OutsideError, type Access } from '../../../platform/outside/index.ts';
import { textAt, listAt, type Fields } from '../values.ts';
import { flatten } from './fields.ts';
import { changeReferral, getReferral, listReferrals, type Referral } from './referral.ts';
import { standingOf, type Standing } from './standing.ts';
import { stopped } from './submission.ts';

/** Who looks at more has other work to do first. */
const MOST = 500;

/** Referrals that came to us: each is an invitation, and stays one in the list after it was answered. */
export async function listInvitations(access: Access): Promise<CloudInvitation[]> {
  const all: CloudInvitation[] = [];
  for await (const each of listReferrals(access, { filter: "direction eq 'Incoming'", orderBy: 'createdDateTime desc' })) {
    all.push(invitationOf(each));
    if (all.length === MOST) break;
  }
  return all;
}
export async function readInvitation(access: Access, id: string): Promise<CloudInvitation | null> {
  const referral = await getReferral(access, id);
  return referral === null || !standingOf(referral.document).incoming ? null : invitationOf(referral);
}

function statusOf({ status, substatus }: Standing): CloudInvitation['status'] {
  if (substatus === 'Declined') return 'rejected';
  if (substatus === 'Expired') return 'expired';
  return status === 'New' ? 'pending' : 'accepted';
}

function invitationOf(referral: Referral): CloudInvitation {
  const { document } = referral;
  const standing = standingOf(document);
  const values = flatten(document);
  const text = (key: string): string | null => (typeof values[key] === 'string' ? values[key] : null);
  const expires = textAt(document, ['expirationDateTime']);
  return {
    outsideId: referral.id,
    engagementId: referral.engagementId,
    payloadKind: standing.kind === 'Co-sell' ? 'Co-sell' : textAt(document, ['referralSource']) === null ? 'Lead' : 'Marketplace lead',
    sender: textAt(document, ['inviteContext', 'invitedBy', 'organizationName']) ?? 'Microsoft',
    title: textAt(document, ['name']) ?? referral.id,
    customer: {
      name: text('customerProfile.name'),
      website: null,
      country: text('customerProfile.address.country'),
      industry:
        listAt(document, ['details', 'requirements', 'industries'])
          .flatMap((each) => textAt(each, ['name']) ?? textAt(each, ['id']) ?? [])
          .join(', ') || null,
      city: text('customerProfile.address.city'),
      street: text('customerProfile.address.addressLine1'),
      postalCode: text('customerProfile.address.postalCode'),
      contact: [text('contact.name'), text('contact.email')].filter((each) => each !== null).join(', ') || null,
    },
    details: detailsOf(document, values['details.dealValue'], text('details.currency'), text('details.closingDateTime')),
    status: statusOf(standing),
    expiresAt: expires === null || Number.isNaN(Date.parse(expires)) ? null : new Date(expires).toISOString(),
    receivedAt: new Date(referral.createdAt).toISOString(),
  };
}
function detailsOf(document: Fields, value: unknown, currency: string | null, closing: string | null): CloudInvitation['details'] {
  const amount = typeof value === 'number' && currency !== null ? `${(value / 10 ** minorDigits(currency)).toFixed(minorDigits(currency))} ${currency}` : null;
  const rows: readonly (readonly [string, string | null])[] = [
    ['Message', textAt(document, ['inviteContext', 'notes'])],
    ['What the customer needs', textAt(document, ['details', 'notes'])],
    ['Deal value', amount],
    ['Close date', closing],
    [
      'Solutions',
      listAt(document, ['details', 'requirements', 'solutions'])
        .flatMap((each) => textAt(each, ['name']) ?? textAt(each, ['id']) ?? [])
        .join(', '),
    ],
    ['Came from', textAt(document, ['referralSource'])],
    ['What the customer asked for', textAt(document, ['callToAction'])],
    [
      'Team',
      listAt(document, ['team'])
        .map((each) => [textAt(each, ['firstName']), textAt(each, ['lastName'])].filter((part) => part !== null).join(' '))
        .filter(Boolean)
        .join(', '),
    ],
  ];
  return rows.flatMap(([label, said]) => (said === null || said === '' ? [] : [{ label, value: said }]));
}

/** Answering again what was answered so already is done; what was answered otherwise, or too late, is over. */
export async function respondToReferral(access: Access, id: string, answer: { accept: true } | { accept: false; reason: string }): Promise<StepProgress> {
  const referral = await getReferral(access, id);
  if (referral === null) return stopped('Microsoft has taken the referral back.', [], 'expired');
  const { status, substatus } = standingOf(referral.document);
  const ids = { outsideId: referral.id, ...(referral.engagementId === null ? {} : { engagementId: referral.engagementId }) };
  if (substatus === 'Expired') return stopped('The time to answer is over; the referral has expired.', [], 'expired');
  if (status !== 'New') {
    const declined = substatus === 'Declined';
    if (answer.accept !== declined)
      return { done: true, sentence: declined ? 'It was declined already.' : 'It was accepted already.', ...(declined ? {} : ids) };
    return stopped(declined ? 'It was declined already, which is final.' : 'It was accepted already.', [], 'expired');
  }
  const after = structuredClone(referral.document);
  Object.assign(after, answer.accept ? { status: 'Active', substatus: 'Accepted' } : { status: 'Closed', substatus: 'Declined', statusReason: answer.reason });
  try {
    await changeReferral(access, referral, after);
  } catch (error) {
    if (!(error instanceof OutsideError) || error.failure !== 'invalid') throw error;
    return stopped(error.message, error.issues);
  }
  return answer.accept ? { done: true, sentence: 'Accepted.', ...ids } : { done: true, sentence: 'Declined.' };
}
