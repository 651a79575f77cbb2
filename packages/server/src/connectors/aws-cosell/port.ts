import type { Access } from '../../platform/outside/index.ts';
import type { CosellPort, Handle } from '../../modules/clouds/index.ts';
import { OutsideError } from '../../platform/outside/index.ts';
import { aroundOpportunity } from './around.ts';
import { sellingClient } from './client.ts';
import { engagementOf, invitePartner } from './engagement.ts';
import { acceptInvitation, askAcceptance, listInvitations, readInvitation, rejectInvitation } from './invitations.ts';
import { askConversion } from './leads.ts';
import { setLink } from './links.ts';
import { involvements, linkTypes, rejectReasons, responsibilities, visibilities } from './lists.ts';
import { planAws } from './plan.ts';
import { listSolutions } from './solutions.ts';
import { askSubmission, submitOpportunity } from './submission.ts';

/** Ten partners share one engagement at most, the one who opened it included (documentation; AWS itself is not counted). */
const MOST_MEMBERS = 10;

export function awsCosellPort(access: Access): CosellPort {
  const selling = sellingClient(access);
  return {
    capabilities: {
      multiPartner: true,
      mostMembers: MOST_MEMBERS,
      responsibilities,
      separateReview: true,
      rejectReasons,
      involvement: involvements,
      visibility: visibilities,
      linkTypes,
    },
    plan: planAws,
    submit: ({ outsideId }, choice, token) => submitOpportunity(selling, outsideId, choice, token),
    link: (outsideId, entity, linked) => setLink(selling, outsideId, entity, linked),
    invite: (engagementId, partner, token) => invitePartner(selling, engagementId, partner, token),
    respond: (invitationId, answer, token) =>
      answer.accept ? acceptInvitation(selling, invitationId, token) : rejectInvitation(selling, invitationId, answer.reason),
    ask: (handle: Handle, token: string) => {
      if (handle.kind === 'submission') return askSubmission(selling, handle);
      if (handle.kind === 'acceptance') return askAcceptance(selling, handle.id, token);
      if (handle.kind === 'conversion') return askConversion(selling, handle.id);
      throw new OutsideError('protocol', 'This step cannot be asked about.');
    },
    invitations: () => listInvitations(selling),
    invitation: (id) => readInvitation(selling, id),
    around: (outsideId) => aroundOpportunity(selling, outsideId),
    engagement: (outsideId) => engagementOf(selling, outsideId),
    solutions: (text) => listSolutions(selling, text),
  };
}
