/** What an act may be answered with, by its kind; the first is the main one. Unknown kinds can only be dismissed. */
export type ActChoice = { readonly key: string; readonly label: string; readonly needsNote: boolean };

const CHOICES: Readonly<Record<string, readonly ActChoice[]>> = {
  approval: [
    { key: 'approve', label: 'Approve', needsNote: false },
    { key: 'decline', label: 'Decline', needsNote: true },
  ],
  task: [
    { key: 'done', label: 'Mark done', needsNote: false },
    { key: 'skip', label: 'Skip', needsNote: true },
  ],
  meeting: [
    { key: 'send', label: 'Send invitation', needsNote: false },
    { key: 'skip', label: 'Skip', needsNote: true },
  ],
  escalation: [{ key: 'done', label: 'Taken care of', needsNote: false }],
  // They are final over there: nothing that happens to the record would close them.
  cosell_rejected: [{ key: 'done', label: 'Taken care of', needsNote: false }],
  cosell_step_failed: [{ key: 'done', label: 'Taken care of', needsNote: false }],
  authorization_refused: [{ key: 'done', label: 'Taken care of', needsNote: false }],
};

export type RecordType =
  | 'registration'
  | 'lead'
  | 'case'
  | 'share'
  | 'connection'
  | 'invitation'
  | 'view'
  | 'offer'
  | 'disbursement'
  | 'dispute'
  | 'payout_run'
  | 'payee'
  | 'fund_request'
  | 'fund_claim'
  | 'fund_extension'
  | 'split'
  | 'incentive'
  | 'incentive_claim';

/** Kinds that are named otherwise than by the first word of their record. */
const RECORDS: Readonly<Record<string, RecordType>> = {
  extension: 'registration',
  escalation: 'registration',
  silent_registration: 'registration',
  connection_stopped: 'connection',
  cosell_invitation: 'invitation',
  cosell_action: 'view',
  offer_expiring: 'offer',
  offer_refused: 'offer',
  billing_unmatched: 'disbursement',
  earning_dispute: 'dispute',
  earning_dispute_late: 'dispute',
  payout_release: 'payout_run',
  payee_change: 'payee',
  // Paid again only once the account of the partner is confirmed or replaced.
  payout_returned: 'payee',
  fund_request: 'fund_request',
  fund_request_late: 'fund_request',
  fund_claim: 'fund_claim',
  fund_claim_late: 'fund_claim',
  fund_extension: 'fund_extension',
  split_held: 'split',
  incentive_approval: 'incentive',
  influence_claim: 'incentive_claim',
};

/** What an act with a record stands for; kinds of one module share their first word (`case_ruling`, `case_evidence`). */
export function recordTypeOf(kind: string): RecordType | null {
  if (Object.hasOwn(RECORDS, kind)) return RECORDS[kind] ?? null;
  const first = kind.split('_')[0];
  return first === 'registration' || first === 'lead' || first === 'case' || first === 'share' ? first : null;
}

/** An act that stands for a record is answered there: it has no answers of its own. */
export function choicesOf(kind: string, recordId: string | null = null): readonly ActChoice[] {
  if (recordId !== null && recordTypeOf(kind) !== null) return [];
  return CHOICES[kind] ?? [{ key: 'dismiss', label: 'Dismiss', needsNote: false }];
}
