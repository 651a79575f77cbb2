import type { CosellPort } from '../../../modules/clouds/index.ts';
import { OutsideError, type Access } from '../../../platform/outside/index.ts';
import { microsoftSettings } from '../settings.ts';
import { textAt } from '../values.ts';
import { listInvitations, readInvitation, respondToReferral } from './invitations.ts';
import { involvements, rejectReasons, SOLUTIONS } from './lists.ts';
import { planMicrosoft } from './plan.ts';
import { getReferral, listReferrals, quoted, type Referral } from './referral.ts';
import { knownSolutions, setSolution } from './solutions.ts';
import { standingOf } from './standing.ts';
import { stopped, submitReferral } from './submission.ts';

export function microsoftCosellPort(access: Access): CosellPort {
  const { solutionId, partnerRole } = microsoftSettings(access);
  return {
    capabilities: {
      // Partners invite each other in Partner Center; by its API only Microsoft is invited.
      multiPartner: false,
      mostMembers: null,
      responsibilities: [],
      separateReview: true,
      rejectReasons,
      involvement: involvements,
      visibility: [],
      linkTypes: [SOLUTIONS],
    },
    plan: (facts, remote, goal, today) => planMicrosoft(facts, remote, goal, today, { solutionId, partnerRole }),
    submit: ({ outsideId }, choice) => submitReferral(access, outsideId, choice),
    link: (outsideId, entity, linked) => setSolution(access, outsideId, entity, linked),
    invite: () => Promise.resolve(stopped('Other partners are invited in Partner Center itself; its API invites Microsoft only.', [])),
    respond: (invitationId, answer) => respondToReferral(access, invitationId, answer),
    ask: () => Promise.reject(new OutsideError('protocol', 'This step cannot be asked about.')),
    invitations: () => listInvitations(access),
    invitation: (id) => readInvitation(access, id),
    around: () => Promise.resolve(null),
    engagement: (outsideId) => engagementOf(access, outsideId),
    solutions: (text) => knownSolutions(access, text),
  };
}

/** Who shares an engagement, as far as our own referrals in it tell: others' referrals are theirs to read. */
async function engagementOf(access: Access, outsideId: string): ReturnType<CosellPort['engagement']> {
  const referral = await getReferral(access, outsideId);
  if (referral === null || referral.engagementId === null || referral.document['type'] !== 'Shared') return null;
  const ours: Referral[] = [];
  for await (const each of listReferrals(access, { filter: `engagementId eq ${quoted(referral.engagementId)}`, orderBy: 'createdDateTime asc' }))
    if (each.document['type'] === 'Shared') ours.push(each);
  const { status, substatus } = standingOf(referral.document);
  const own = ours.map(({ document }) => ({
    account: textAt(document, ['mpnId']) ?? textAt(document, ['organizationId']) ?? access.account,
    name: textAt(document, ['organizationName']),
    responsibilities: [],
    status: 'Member',
    ours: true,
  }));
  const members = [...new Map(own.map((each) => [each.account, each])).values()];
  const microsoft = {
    account: 'msft',
    name: 'Microsoft',
    responsibilities: [],
    status: status === 'New' ? 'Invited' : substatus === 'Declined' ? 'Declined' : 'Member',
    ours: false,
  };
  return { id: referral.engagementId, title: textAt(referral.document, ['name']), members: [...members, microsoft], snapshots: [] };
}
