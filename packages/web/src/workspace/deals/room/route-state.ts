import { t } from '../../../lib/i18n/i18n.ts';

const states = [
  'open',
  'proposed',
  'agreed',
  'closed',
  'draft',
  'quoted',
  'ordered',
  'settled',
  'cancelled',
  'shared',
  'accepted',
  'declined',
  'expired',
  'converted',
  'submitted',
  'in_review',
  'approved',
  'action_required',
  'rejected',
  'launched',
  'offer_sent',
  'withdrawn',
  'entitled',
] as const;

/** A state of its own kind of route; one that a later server knows and this page does not is shown as it is called. */
export function routeStateWords(state: string): string {
  const known = states.find((entry) => entry === state);
  if (known !== undefined) return t(`deals.routeState.${known}`);
  const words = state.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
