import { Problem } from '@entente/kernel';

export type LinkMoments = {
  readonly expires_at: string;
  readonly opened_at: string | null;
  readonly used_at: string | null;
  readonly revoked_at: string | null;
};

const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
export const dayOf = (instant: string): string => day.format(new Date(instant));

/** As the workspace sees it. What was used stays used, whatever happened to the link later. */
export function linkState(link: LinkMoments, now: Date): 'waiting' | 'opened' | 'used' | 'expired' | 'revoked' {
  if (link.used_at !== null) return 'used';
  if (link.revoked_at !== null) return 'revoked';
  if (Date.parse(link.expires_at) <= now.getTime()) return 'expired';
  return link.opened_at === null ? 'waiting' : 'opened';
}

/** As its holder sees it: open, or why not. */
export function holderState(link: LinkMoments, now: Date): 'open' | 'used' | 'expired' | 'revoked' {
  const state = linkState(link, now);
  return state === 'waiting' || state === 'opened' ? 'open' : state;
}

/** Why a link cannot be used, for its holder; null when it can. */
export function whyNot(link: LinkMoments, now: Date): string | null {
  const state = holderState(link, now);
  if (state === 'used') return `This link was used on ${dayOf(link.used_at ?? '')}. A link is used once.`;
  if (state === 'revoked') return 'This link was taken back. Ask for a new one.';
  if (state === 'expired') return `This link ended on ${dayOf(link.expires_at)}. Ask for a new one.`;
  return null;
}

export function insistOpen(link: LinkMoments, now: Date): void {
  const sentence = whyNot(link, now);
  if (sentence !== null) throw new Problem('conflict', sentence, { reason: `link_${holderState(link, now)}` });
}
