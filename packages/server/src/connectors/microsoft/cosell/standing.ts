import type { OutsideLock, OutsideState } from '../../../modules/sync/index.ts';
import { closed } from '../outside-error.ts';
import { listAt, textAt, at, type Fields } from '../values.ts';
import { CONTACT_CONSENT, SHARE_CONSENT, fields } from './fields.ts';
import { SELLERS_CONSENT } from './referral.ts';

/**
 * Private: nobody at Microsoft sees it. Partner-led: its sellers see it. Co-sell: they are asked to help, and answer.
 * Lead: it came from Microsoft without a seller who shares it.
 */
export const kinds = ['Private', 'Partner-led', 'Co-sell', 'Lead'] as const;
export type Kind = (typeof kinds)[number];
export type Standing = { readonly kind: Kind; readonly incoming: boolean; readonly status: string; readonly substatus: string };

export function standingOf(referral: Fields): Standing {
  const incoming = referral['direction'] === 'Incoming';
  const sellers = at(referral, SELLERS_CONSENT) === true;
  const kind: Kind = referral['type'] === 'Shared' ? 'Co-sell' : incoming ? 'Lead' : sellers ? 'Partner-led' : 'Private';
  return { kind, incoming, status: textAt(referral, ['status']) ?? 'New', substatus: textAt(referral, ['substatus']) ?? 'Pending' };
}
/** What the state's label says, and is read from again: the plan knows of a record only what was kept of it. */
export const labelOf = ({ kind, status, substatus }: Standing): string => `${kind}: ${status}/${substatus}`;
export function standingIn(label: string): Standing {
  const match = /^([\w-]+): (\w+)\/(\w+)$/.exec(label);
  const kind = kinds.find((each) => each === match?.[1]) ?? 'Private';
  const substatus = match?.[3] ?? 'Pending';
  return { kind, incoming: kind === 'Lead' || substatus === 'Received', status: match?.[2] ?? 'New', substatus };
}
export const isDraft = ({ kind, status }: Standing): boolean => kind === 'Private' && status !== 'Closed';

export function stateOf(standing: Standing, referral: Fields): OutsideState {
  const label = labelOf(standing);
  const reason = textAt(referral, ['statusReason']);
  const team = listAt(referral, ['team']).flatMap(
    (each) => [textAt(each, ['firstName']), textAt(each, ['lastName'])].filter((part) => part !== null).join(' ') || [],
  );
  const sentence =
    [reason === null ? null : closed(reason), team.length === 0 || isDraft(standing) ? null : `Team: ${team.join(', ')}.`]
      .filter((each) => each !== null)
      .join(' ') || null;
  const state = (key: string, stage: string | null = null): OutsideState => ({ key, label, stage, sentence });
  if (standing.substatus === 'Declined' || standing.substatus === 'Expired') return state('refused');
  if (standing.substatus === 'Won') return state('accepted', 'won');
  if (standing.substatus === 'Lost') return state('accepted', 'lost');
  if (isDraft(standing)) return state('draft');
  return state(standing.status === 'New' ? 'waiting' : 'accepted');
}

const keys = fields.map(({ key }) => key);
/** What cannot be written now, and why, in one sentence. Once closed, the reason alone may still be put right. */
export function lockOf(standing: Standing): OutsideLock | null {
  const lock = (locked: OutsideLock['fields'], sentence: string): OutsideLock => ({ fields: locked, sentence, until: null });
  if (standing.substatus === 'Declined') return lock('all', 'The referral was declined, which is final.');
  if (standing.substatus === 'Expired') return lock('all', 'The referral has expired, since nobody answered in time; that is final.');
  if (standing.status === 'Closed')
    return lock(
      keys.filter((key) => key !== 'statusReason'),
      `It is closed as ${standing.substatus.toLowerCase()} at Microsoft; only the reason can be changed.`,
    );
  if (standing.substatus === 'Received') return lock('all', 'Accept the referral first; then it can be changed.');
  if (isDraft(standing)) return null;
  return lock([SHARE_CONSENT, CONTACT_CONSENT], 'What was shared with Microsoft’s sellers cannot be taken back.');
}
export const isLocked = (lock: OutsideLock | null, key: string): boolean => lock !== null && (lock.fields === 'all' || lock.fields.includes(key));

/** Whether the outcome may be set now; the sentence says what has to happen first. */
export function outcomeTrouble(standing: Standing | null, outcome: unknown): string | null {
  if (outcome !== 'Won' && outcome !== 'Lost') return null;
  if (standing === null) return 'A deal that is won or lost cannot be shared any more; share deals while they are open.';
  if (outcome === 'Won' && standing.kind === 'Co-sell' && standing.status === 'New') return 'Microsoft has not accepted it yet; it can be won only after that.';
  return null;
}
