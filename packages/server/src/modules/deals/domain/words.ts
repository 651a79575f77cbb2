import type { DealStage, ParticipantRole, RouteKind } from '@entente/kernel';

/** How the words of the kernel read in a sentence. */
export const stageLabel: Readonly<Record<DealStage, string>> = {
  prospect: 'Prospect',
  qualified: 'Qualified',
  technical: 'Technical validation',
  business: 'Business validation',
  committed: 'Committed',
  won: 'Won',
  lost: 'Lost',
};
export const routeLabel: Readonly<Record<RouteKind, string>> = {
  direct: 'direct',
  resale: 'resale',
  referral: 'referral',
  cosell: 'co-sell',
  marketplace: 'marketplace',
};
export const roleLabel: Readonly<Record<ParticipantRole, string>> = {
  source: 'source',
  influence: 'influence',
  integrate: 'integrate',
  resell: 'resell',
  distribute: 'distribute',
  marketplace: 'marketplace',
  technology: 'technology',
  service: 'service',
};
export const plainWords = (code: string): string => code.replaceAll('_', ' ');

export const joinOr = (words: readonly string[]): string => (words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`);
