import type { CloudInvitation, StepProgress } from '../../../modules/clouds/index.ts';
import type { Access } from '../../../platform/outside/index.ts';
import { textAt } from '../values.ts';
import { listAll } from './listing.ts';
import { getOpportunity, type Opportunity } from './opportunity.ts';
import { isClosed, readStage } from './stages.ts';

/** What a sweep of the changes comes across is kept at hand; another process may have swept, so everything is listed at times. */
const LIST_EVERY_MS = 60 * 60_000;
const LISTED = 'google listed shared';
const FOUND = 'google found shared';
const MOST_KEPT = 200;

const kept = (access: Access): CloudInvitation[] => {
  const found = access.tokens.get(FOUND);
  return found === undefined || found.until <= access.now().getTime() ? [] : (JSON.parse(found.value) as CloudInvitation[]);
};
/** Called with whatever was read anyway, so that nothing has to be asked for this alone. */
export function noteShared(access: Access, read: readonly Opportunity[]): void {
  const fresh = read.filter(isShared).map(invitationOf);
  if (fresh.length === 0) return;
  const all = new Map([...kept(access), ...fresh].map((each) => [each.outsideId, each]));
  // Twice the time between two listings: the next one finds all that is dropped here.
  access.tokens.set(FOUND, { value: JSON.stringify([...all.values()].slice(-MOST_KEPT)), until: access.now().getTime() + 2 * LIST_EVERY_MS });
}

/** Google gives an opportunity of its own to a partner as accepted: there is nothing to answer at Google, but to be taken up here. */
export async function sharedByGoogle(access: Access): Promise<CloudInvitation[]> {
  const now = access.now().getTime();
  if ((access.tokens.get(LISTED)?.until ?? 0) > now) return kept(access);
  const found: CloudInvitation[] = [];
  for await (const each of listAll(access)) if (isShared(each)) found.push(invitationOf(each));
  access.tokens.set(LISTED, { value: '', until: now + LIST_EVERY_MS });
  return found;
}
export async function sharedOne(access: Access, id: string): Promise<CloudInvitation | null> {
  const found = await getOpportunity(access, id);
  return found !== null && isShared(found) ? invitationOf(found) : null;
}
/** Google is told nothing either way: its opportunity is the partner's already. */
export async function answerShared(access: Access, id: string, accept: boolean): Promise<StepProgress> {
  if (!accept) return { done: true, sentence: 'It is left aside here. Google has no way to give it back; tell its seller.' };
  const found = await getOpportunity(access, id);
  if (found !== null) return { done: true, sentence: 'Taken up. Google counts it as accepted.', outsideId: id };
  const sentence = 'Google does not know this opportunity any more.';
  return { done: true, failed: true, sentence, issues: [{ field: null, code: 'gone', severity: 'blocks_submit', sentence }], freshToken: false };
}

const isShared = ({ body, state, reference }: Opportunity): boolean =>
  state === 'ACCEPTED' && reference === null && textAt(body, 'source') !== null && textAt(body, 'source') !== 'PARTNER' && !isClosed(readStage(body));

function invitationOf({ name, body, updated }: Opportunity): CloudInvitation {
  const customer = 'customerInfo.customerDetails';
  const detail = (label: string, path: string): { label: string; value: string }[] => {
    const value = textAt(body, path);
    return value === null ? [] : [{ label, value }];
  };
  return {
    outsideId: name,
    engagementId: null,
    payloadKind: 'opportunity',
    sender: textAt(body, 'ownerEmail') ?? 'Google',
    title: textAt(body, 'opportunityInfo.displayName') ?? name,
    customer: {
      name: textAt(body, `${customer}.organizationName`) ?? textAt(body, 'customerDisplayName'),
      website: textAt(body, `${customer}.domain`),
      industry: textAt(body, `${customer}.industry`),
      country: textAt(body, `${customer}.address.regionCode`),
    },
    details: [...detail('Description', 'opportunityInfo.description'), ...detail('Stage', 'stage'), ...detail('Google’s seller', 'ownerEmail')],
    status: 'pending',
    expiresAt: null,
    receivedAt: textAt(body, 'createTime') ?? updated,
  };
}
