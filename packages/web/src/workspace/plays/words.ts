import { participantRoles } from '@entente/kernel';
import type { Result } from '@entente/contracts/client';
import { t } from '../../lib/i18n/i18n.ts';
import type { Tone } from '../../ui/badge.tsx';
import { roleName } from '../../ui/role-glyph.tsx';
import { clockChecks, type StepKind, stepKinds } from './definition.ts';

export type RunRow = Result<'runs.list'>['items'][number];
export type PlayRow = Result<'plays.list'>['items'][number];

export const kindName = (kind: StepKind): string => t(`plays.kind.${kind}`);
export const kindNameOf = (kind: string): string => {
  const known = stepKinds.find((entry) => entry === kind);
  return known === undefined ? kind : kindName(known);
};

const duties = ['deal_owner', 'partner_manager', 'alliance_manager', 'finance', 'marketer', 'admin'] as const;
export const holderOptions = (): { id: string; label: string }[] => [
  ...duties.map((id) => ({ id: id as string, label: t(`plays.holder.${id}`) })),
  ...participantRoles.map((role) => ({ id: `participant:${role}`, label: t('plays.holder.participant', { role: roleName(role) }) })),
];
/** A duty by its name; a person's own name is shown as the server gives it. */
export function holderName(holder: string): string {
  if (holder === 'system' || holder === 'clock') return t(`plays.holder.${holder}`);
  return holderOptions().find((option) => option.id === holder)?.label ?? holder;
}

/** Events that happen on a deal; the server tells "won" and "lost" from a move to that stage. */
export const eventTypes = [
  'deal.created',
  'deal.updated',
  'deal.stage_moved',
  'deal.lines_changed',
  'deal.close_slipped',
  'deal.won',
  'deal.lost',
  'participant.added',
  'participant.ended',
  'route.added',
  'touch.logged',
  'outcome.logged',
  'tie.changed',
] as const;
/** Events by what happened; one that is not known here is shown as it is called. */
export function eventName(type: string): string {
  const known = eventTypes.find((entry) => entry === type);
  return known === undefined ? type : t(`plays.event.${known}`);
}
/** What starts a play, as the list gives it: names of events, or a check of the clock. */
export function triggerWords(trigger: string): string {
  const check = clockChecks.find((entry) => trigger === `clock: ${entry}`);
  if (check !== undefined) return t(`plays.check.${check}`);
  return new Intl.ListFormat(document.documentElement.lang, { type: 'disjunction' }).format(trigger.split(', ').map(eventName));
}
export const checkOptions = () => clockChecks.map((id) => ({ id, label: t(`plays.check.${id}`) }));

export const playTone: Readonly<Record<PlayRow['status'], Tone>> = { draft: 'neutral', live: 'ok', paused: 'warn' };
export const runTone: Readonly<Record<RunRow['status'], Tone>> = { running: 'accent', waiting: 'warn', done: 'ok', failed: 'bad', cancelled: 'neutral' };

const stepStates = ['ahead', 'waiting', 'ready', 'done', 'skipped', 'failed', 'cancelled'] as const;
export const stepTone: Readonly<Record<string, Tone>> = {
  ahead: 'neutral',
  waiting: 'neutral',
  ready: 'accent',
  done: 'ok',
  skipped: 'neutral',
  failed: 'bad',
  cancelled: 'neutral',
};
export const stepStatus = (status: string): string => {
  const known = stepStates.find((entry) => entry === status);
  return known === undefined ? status : t(`plays.step.${known}`);
};
