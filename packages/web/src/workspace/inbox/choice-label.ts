import { type MessageId, t } from '../../lib/i18n/i18n.ts';

const known: Readonly<Record<string, MessageId>> = {
  approve: 'inbox.choice.approve',
  decline: 'inbox.choice.decline',
  done: 'inbox.choice.done',
  skip: 'inbox.choice.skip',
  send: 'inbox.choice.send',
  dismiss: 'inbox.choice.dismiss',
};
const kinds: Readonly<Record<string, MessageId>> = {
  approval: 'inbox.kind.approval',
  task: 'inbox.kind.task',
  meeting: 'inbox.kind.meeting',
  escalation: 'inbox.kind.escalation',
  registration: 'inbox.kind.registration',
  extension: 'inbox.kind.extension',
  silent_registration: 'inbox.kind.silentRegistration',
  lead: 'inbox.kind.lead',
  case_ruling: 'inbox.kind.caseRuling',
  case_evidence: 'inbox.kind.caseEvidence',
  share: 'inbox.kind.share',
  connection_stopped: 'inbox.kind.connection',
  cosell_invitation: 'inbox.kind.invitation',
  cosell_action: 'inbox.kind.cosell',
  cosell_rejected: 'inbox.kind.cosell',
  cosell_step_failed: 'inbox.kind.cosell',
  offer_expiring: 'inbox.kind.offer',
  offer_refused: 'inbox.kind.offer',
  authorization_refused: 'inbox.kind.authorization',
  billing_unmatched: 'inbox.kind.billing',
  earning_dispute: 'inbox.kind.dispute',
  earning_dispute_late: 'inbox.kind.dispute',
  payout_release: 'inbox.kind.payoutRun',
  payee_change: 'inbox.kind.payee',
  payout_returned: 'inbox.kind.payoutReturned',
  fund_request: 'inbox.kind.fundRequest',
  fund_request_late: 'inbox.kind.fundRequest',
  fund_claim: 'inbox.kind.fundClaim',
  fund_claim_late: 'inbox.kind.fundClaim',
  fund_extension: 'inbox.kind.fundExtension',
  split_held: 'inbox.kind.split',
  incentive_approval: 'inbox.kind.incentive',
  incentive_held: 'inbox.kind.incentive',
  influence_claim: 'inbox.kind.influence',
};

/** The verb of an answer in the reader's language; a verb the catalogue does not know is shown as the server names it. */
export const choiceMessage = (choice: { key: string; label: string }): { id: MessageId; values?: Record<string, string> } => {
  const id = known[choice.key];
  return id === undefined ? { id: 'inbox.choice.other', values: { label: choice.label } } : { id };
};

export function choiceLabel(choice: { key: string; label: string }): string {
  const message = choiceMessage(choice);
  return t(message.id, message.values);
}

export const kindLabel = (kind: string): string => {
  const id = kinds[kind];
  return id === undefined ? kind : t(id);
};
