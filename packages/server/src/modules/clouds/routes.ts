import type { Handlers } from '../../platform/http/handlers.ts';
import { invitePartner, linkEntity, shareDeal, solutionsOf, submitView } from './begin-steps.ts';
import type { CloudsDeps } from './deps.ts';
import { eligibility, setRequirement } from './eligibility.ts';
import { acceptInvitation, invitationDetail, pageOfInvitations, rejectInvitation } from './invitations.ts';
import { planOf } from './plan.ts';
import { engagementOf } from './read-engagement.ts';

type CloudsOperation = Extract<keyof Handlers, `clouds.${string}` | `invitations.${string}` | `eligibility.${string}`>;

export function cloudsRoutes(deps: CloudsDeps): Pick<Handlers, CloudsOperation> {
  return {
    'clouds.plan': (context, input) => planOf(deps, context, input),
    'clouds.share': (context, input) => shareDeal(deps, context, input),
    'clouds.submit': (context, input) => submitView(deps, context, input),
    'clouds.solutions': (context, input) => solutionsOf(deps, context, input),
    'clouds.link': (context, input) => linkEntity(deps, context, input),
    'clouds.engagement': (context, input) => engagementOf(deps, context, input),
    'clouds.invite': (context, input) => invitePartner(deps, context, input),
    'invitations.list': (context, input) => pageOfInvitations(deps, context, input),
    'invitations.get': (context, input) => invitationDetail(deps, context, input),
    'invitations.accept': (context, input, { ifVersion }) => acceptInvitation(deps, context, input, ifVersion),
    'invitations.reject': (context, input, { ifVersion }) => rejectInvitation(deps, context, input, ifVersion),
    'eligibility.list': (context) => eligibility(deps, context),
    'eligibility.set': (context, input, { ifVersion }) => setRequirement(deps, context, input, ifVersion),
  };
}
