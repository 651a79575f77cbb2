import type { CosellPort, StepProgress } from '../../../modules/clouds/index.ts';
import type { Access } from '../../../platform/outside/index.ts';
import { usualValues } from './usual.ts';
import { planGoogle } from './plan.ts';
import { answerShared, sharedByGoogle, sharedOne } from './shared.ts';
import { submitOpportunity } from './submission.ts';

/** What Google does not know is refused with a sentence; the capabilities say so before anybody asks. */
const unsupported = (sentence: string): Promise<StepProgress> =>
  Promise.resolve({
    done: true,
    failed: true,
    sentence,
    issues: [{ field: null, code: 'unsupported', severity: 'blocks_submit', sentence }],
    freshToken: false,
  });

export function googleCosellPort(access: Access): CosellPort {
  return {
    capabilities: {
      multiPartner: false,
      mostMembers: null,
      responsibilities: [],
      separateReview: true,
      rejectReasons: [],
      // How much help is wanted is a field of the opportunity, no choice of its submission.
      involvement: [],
      visibility: [],
      linkTypes: [],
    },
    plan: (facts, remote, goal, today) => planGoogle(facts, remote, goal, today, usualValues(access)),
    submit: ({ outsideId }) => submitOpportunity(access, outsideId, usualValues(access)),
    link: () => unsupported('Google keeps no solutions or offers on an opportunity; name the product family instead.'),
    invite: () => unsupported('Google knows no several partners on one opportunity; name the partner behind in its own field.'),
    respond: (invitationId, answer) => answerShared(access, invitationId, answer.accept),
    ask: () => unsupported('Google ends each step at once; there is nothing to wait for.'),
    invitations: () => sharedByGoogle(access),
    invitation: (id) => sharedOne(access, id),
    around: () => Promise.resolve(null),
    engagement: () => Promise.resolve(null),
    solutions: () => Promise.resolve([]),
  };
}
