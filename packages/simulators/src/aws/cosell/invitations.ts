import { isObject } from '../wire/json.ts';
import type { JsonObject } from '../wire/json.ts';
import { identifier, instant, isDescending, nowOf, once, pageOf, text, texts } from './context.ts';
import type { Call, Cosell } from './context.ts';
import { companyName, join } from './engagements.ts';
import { shownAccount } from './events.ts';
import { awsAccountId } from './model.ts';
import type { Engagement, Invitation } from './model.ts';
import { conflict, denied, fieldError, invalidBusiness, notFound } from './refusals.ts';
import { ownEngagement } from './snapshots.ts';

export const invitationLivesMs = 15 * 24 * 3_600_000;
/** Ten partners to an engagement: the one who opened it, and nine invited. AWS does not count. */
const partnersPerEngagement = 10;

export const invitationArn = (invitation: Invitation): string =>
  `arn:aws:partnercentral::${invitation.receiver}:${invitation.catalog}/engagement-invitation/${invitation.id}`;

export function addInvitation(cosell: Cosell, given: Omit<Invitation, 'id' | 'invitedAt' | 'expiresAt' | 'status'>): Invitation {
  const invitedAt = nowOf(cosell);
  const invitation: Invitation = {
    ...given,
    id: `engi-${cosell.world.ids.letters(13)}`,
    invitedAt,
    expiresAt: invitedAt + invitationLivesMs,
    status: 'PENDING',
  };
  cosell.store.addInvitation(invitation);
  cosell.events.invitation('Created', invitation);
  return invitation;
}

export function decide(cosell: Cosell, invitation: Invitation, status: 'ACCEPTED' | 'REJECTED' | 'EXPIRED', reason?: string): void {
  invitation.status = status;
  if (reason !== undefined && reason !== '') invitation.rejectionReason = reason;
  cosell.store.pendingInvitations.delete(invitation.id);
  const engagement = cosell.store.engagements.get(invitation.engagementId);
  cosell.events.invitation(status === 'ACCEPTED' ? 'Accepted' : status === 'REJECTED' ? 'Rejected' : 'Expired', invitation);
  if (status === 'ACCEPTED' && engagement !== undefined) join(cosell, engagement, invitation.receiver);
}

/** They were sent in the order in which they expire. */
export function expireInvitations(cosell: Cosell): void {
  const now = nowOf(cosell);
  for (const invitation of cosell.store.pendingInvitations.values()) {
    if (invitation.expiresAt > now) break;
    decide(cosell, invitation, 'EXPIRED');
  }
}

export function createEngagementInvitation(cosell: Cosell, call: Call): object {
  return once(cosell, call, 'CreateEngagementInvitation', () => {
    const engagement = ownEngagement(cosell, call, call.input.EngagementIdentifier);
    const given = call.input.Invitation as { Message: string; Receiver: { Account: { AwsAccountId: string; Alias?: string } }; Payload: JsonObject };
    const { AwsAccountId, Alias } = given.Receiver.Account;
    const receiver = AwsAccountId.toLowerCase() === 'aws' ? awsAccountId : AwsAccountId;
    checkReceiver(cosell, call, engagement, receiver);
    const payloadType = given.Payload.OpportunityInvitation === undefined ? 'LeadInvitation' : 'OpportunityInvitation';
    const source = engagement.opportunityIds.map((id) => cosell.store.opportunities.get(id)).find((record) => record?.account === call.account);
    if (payloadType === 'OpportunityInvitation' && receiver !== awsAccountId && (source === undefined || source.review.status === 'Pending Submission')) {
      throw invalidBusiness([
        fieldError(
          'EngagementIdentifier',
          'INVALID_RESOURCE_STATE',
          'Your own opportunity has to be submitted in this engagement before partners are invited.',
        ),
      ]);
    }
    const invitation = addInvitation(cosell, {
      catalog: call.catalog,
      engagementId: engagement.id,
      sender: call.account,
      receiver,
      ...(Alias === undefined ? {} : { receiverAlias: Alias }),
      message: given.Message,
      payloadType,
      payload: given.Payload,
      ...(source === undefined ? {} : { sourceOpportunityId: source.id }),
    });
    return { Id: invitation.id, Arn: invitationArn(invitation) };
  });
}

function checkReceiver(cosell: Cosell, call: Call, engagement: Engagement, receiver: string): void {
  if (!/^\d{12}$/.test(receiver)) throw notFound('The account', receiver);
  if (engagement.members.includes(receiver)) throw conflict('The account is a member of the engagement already.');
  const pending = (cosell.store.invitationsOf.get(engagement.id) ?? []).flatMap((id) => cosell.store.pendingInvitations.get(id) ?? []);
  if (pending.some((one) => one.receiver === receiver)) throw conflict('The account has an invitation to this engagement already.');
  if (receiver === awsAccountId) return;
  const key = [call.account, receiver].toSorted().join('/');
  if (cosell.store.unconnected.has(key)) throw denied('The accounts are not connected in Partner Central.');
  const partners = [...engagement.members, ...pending.map((one) => one.receiver)].filter((account) => account !== awsAccountId);
  if (partners.length >= partnersPerEngagement) {
    throw invalidBusiness([
      fieldError('EngagementIdentifier', 'TOO_MANY_VALUES', `An engagement has at most ${partnersPerEngagement} partners, those invited included.`),
    ]);
  }
}

/** An invitation of the caller, on either side. */
function ownInvitation(cosell: Cosell, call: Call): Invitation {
  const id = identifier(call.input.Identifier);
  const invitation = cosell.store.invitations.get(id);
  const isParty = invitation !== undefined && (invitation.receiver === call.account || invitation.sender === call.account);
  if (invitation === undefined || !isParty || invitation.catalog !== call.catalog) throw notFound('The invitation', id);
  return invitation;
}

/** @throws {AwsError} unless the caller received it and may still answer. */
export function answerable(cosell: Cosell, call: Call): Invitation {
  const invitation = ownInvitation(cosell, call);
  if (invitation.receiver !== call.account) throw denied('Only the receiver can answer an invitation.');
  if (invitation.status !== 'PENDING') {
    throw invalidBusiness([fieldError('Identifier', 'INVALID_RESOURCE_STATE', `The invitation is ${invitation.status}.`)]);
  }
  return invitation;
}

export function acceptEngagementInvitation(cosell: Cosell, call: Call): object {
  decide(cosell, answerable(cosell, call), 'ACCEPTED');
  return {};
}

export function rejectEngagementInvitation(cosell: Cosell, call: Call): object {
  decide(cosell, answerable(cosell, call), 'REJECTED', text(call.input.RejectionReason));
  return {};
}

function summary(cosell: Cosell, invitation: Invitation): JsonObject {
  return {
    Arn: invitationArn(invitation),
    PayloadType: invitation.payloadType,
    Id: invitation.id,
    EngagementId: invitation.engagementId,
    EngagementTitle: cosell.store.engagements.get(invitation.engagementId)?.title ?? '',
    Status: invitation.status,
    InvitationDate: instant(invitation.invitedAt),
    ExpirationDate: instant(invitation.expiresAt),
    SenderAwsAccountId: shownAccount(invitation.sender),
    SenderCompanyName: companyName(cosell, invitation.sender),
    Receiver: {
      Account: { AwsAccountId: shownAccount(invitation.receiver), ...(invitation.receiverAlias === undefined ? {} : { Alias: invitation.receiverAlias }) },
    },
    Catalog: invitation.catalog,
  };
}

/** Whoever has rejected an invitation, or let it expire, sees that it was there and no more of it. */
export function getEngagementInvitation(cosell: Cosell, call: Call): object {
  const invitation = ownInvitation(cosell, call);
  const engagement = cosell.store.engagements.get(invitation.engagementId);
  const isShown = invitation.sender === call.account || invitation.status === 'PENDING' || invitation.status === 'ACCEPTED';
  return {
    ...summary(cosell, invitation),
    ...(invitation.rejectionReason === undefined ? {} : { RejectionReason: invitation.rejectionReason }),
    ...(isShown
      ? {
          InvitationMessage: invitation.message,
          EngagementDescription: engagement?.description ?? '',
          ExistingMembers: (engagement?.members ?? []).map((member) => ({ CompanyName: companyName(cosell, member) })),
          Payload: invitation.payload,
        }
      : {}),
  };
}

export function listEngagementInvitations(cosell: Cosell, call: Call): object {
  const { input } = call;
  const side = text(input.ParticipantType);
  const accepts = (name: string, value: string): boolean => texts(input[name]).length === 0 || texts(input[name]).includes(value);
  const engagementIds = texts(input.EngagementIdentifier).map(identifier);
  const all = (cosell.store.invitationsOf.get(`${side}/${call.account}/${call.catalog}`) ?? [])
    .flatMap((id) => cosell.store.invitations.get(id) ?? [])
    .filter((one) => accepts('Status', one.status) && accepts('PayloadType', one.payloadType) && accepts('SenderAwsAccountId', shownAccount(one.sender)))
    .filter((one) => engagementIds.length === 0 || engagementIds.includes(one.engagementId));
  const ordered = isObject(input.Sort) && !isDescending(input) ? all : all.toReversed();
  const { items, ...next } = pageOf(ordered, (invitation) => invitation.id, input);
  return { EngagementInvitationSummaries: items.map((invitation) => ({ ...summary(cosell, invitation), ParticipantType: side })), ...next };
}
