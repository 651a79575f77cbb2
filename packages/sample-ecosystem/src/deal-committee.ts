import type { AccountCore } from './accounts.ts';
import { contactKey, SEATS } from './accounts.ts';
import type { Timeline } from './deal-timeline.ts';
import type { Rng } from './rng.ts';
import { at } from './rng.ts';
import type { CommitteeMember, Participant, RelationshipOwner } from './types.ts';

/** At most one seat without an owner and never the economic buyer's: the planted account is the one with real gaps. */
export const makeCommittee = (rng: Rng, account: AccountCore, participants: readonly Participant[], timeline: Timeline): CommitteeMember[] => {
  if (timeline.stage === 'prospect') return [];
  let gaps = 0;
  return Array.from({ length: account.contactCount }, (_, i) => {
    const seat = at(SEATS, i);
    let owner: RelationshipOwner = { personKey: account.ownerKey, partnerKey: null };
    const draw = rng.next();
    const partner = participants.length > 0 ? rng.pick(participants).partnerKey : null;
    if (draw < 0.12 && gaps === 0 && seat.role !== 'economic_buyer') {
      owner = null;
      gaps += 1;
    } else if (draw < 0.4 && partner !== null) owner = { personKey: null, partnerKey: partner };
    return { contactKey: contactKey(account.key, i), role: seat.role, influence: seat.influence, relationshipOwner: owner };
  });
};
