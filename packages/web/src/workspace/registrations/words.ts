import type { Result } from '@entente/contracts/client';
import { type RegistrationKind, type RegistrationState, type RuleEffect, ruleEffects } from '@entente/kernel';
import { t } from '../../lib/i18n/i18n.ts';
import type { Tone } from '../../ui/badge.tsx';

export type Registration = Result<'registrations.get'>;
export type Row = Result<'registrations.list'>['items'][number];

/** Whose turn it is, in words; nobody's once it is decided. */
export function holderWords({ heldBy, holderName, partnerName }: Pick<Row, 'heldBy' | 'holderName' | 'partnerName'>): string | null {
  if (heldBy === 'nobody') return null;
  const name = heldBy === 'partner' ? partnerName : holderName;
  return name === null ? t('registrations.heldByNobody') : t('registrations.heldBy', { name });
}

export const registrationNumber = (number: number): string => `R-${number}`;
export const kindWords = (kind: RegistrationKind): string => t(`registrations.kind.${kind}`);
export const stateWords = (state: RegistrationState): string => t(`registrations.state.${state}`);
export const stateTone: Readonly<Record<RegistrationState, Tone>> = {
  draft: 'neutral',
  submitted: 'accent',
  info_requested: 'warn',
  approved: 'ok',
  extended: 'ok',
  rejected: 'bad',
  withdrawn: 'neutral',
  won: 'ok',
  lost: 'neutral',
  expired: 'neutral',
  revoked: 'bad',
};

export const effectTone: Readonly<Record<RuleEffect, Tone>> = { approve: 'ok', review: 'accent', request_info: 'warn', reject: 'bad' };
export const effectWords = (effect: RuleEffect): string => t(`registrations.effect.${effect}`);
/** An effect that this page does not know is left out rather than guessed. */
export const knownEffect = (effect: string | null): RuleEffect | undefined => ruleEffects.find((one) => one === effect);

const eventKinds = [
  'created',
  'draft',
  'edited',
  'submitted',
  'ruled',
  'asked',
  'answered',
  'approved',
  'approved_once',
  'rejected',
  'withdrawn',
  'assigned',
  'note',
  'warned',
  'escalated',
  'expiring',
  'extension_asked',
  'extended',
  'extension_refused',
  'update_due',
  'silent',
  'reported',
  'update',
  'expired',
  'revoked',
  'taken_back',
  'won',
  'lost',
] as const;
export function eventWords(kind: string): string {
  const known = eventKinds.find((one) => one === kind);
  return known === undefined ? kind.replaceAll('_', ' ') : t(`registrations.event.${known}`);
}

/** Every test this page has words for. */
export const testKinds = [
  'always',
  'partner_not_in',
  'tier_below',
  'training_missing',
  'outside_territory',
  'named_account',
  'value_below',
  'value_above',
  'open_direct_deal',
  'protected_by_other',
  'other_submitted_before',
  'other_worked_more',
  'other_incumbent',
  'is_incumbent',
  'customer_bought_within',
  'free_mail_contact',
  'look_alike_domain',
  'contact_elsewhere',
  'registration_kind',
  'no_likeness_above',
] as const;
/** What a rule looks at, by the name of its test; a name from elsewhere is shown as it came. */
export function testWords(kind: string): string {
  const known = testKinds.find((one) => one === kind);
  return known === undefined ? kind.replaceAll('_', ' ') : t(`programs.test.${known}`);
}
