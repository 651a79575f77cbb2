import type { ParticipantRole } from '@entente/kernel';
import { t } from '../../../../lib/i18n/i18n.ts';
import type { Bar, Option, Step } from './bars.ts';

export type Kind = Option['kind'];
export type Candidate = NonNullable<Option['candidate']>;

export const kindName = (kind: Kind): string => t(`settlement.kind.${kind}`);
export const stepName = (key: Step['key']): string => t(`settlement.step.${key}`);
export function barName(bar: Bar): string {
  if (bar.others !== undefined) return t('settlement.bar.others', { n: bar.others });
  return bar.part === null ? stepName(bar.step.key) : (bar.part.partnerName ?? bar.part.label);
}

/** The server names a way in its own words: the kind, then who it goes through. Only the names are taken from there. */
export function wayName({ kind, label }: { kind: Kind; label: string }): string {
  const [, ...names] = label.split(' · ');
  return [kindName(kind), ...names].join(' · ');
}

/** What the bar is, for who does not see its place and its colour. */
export function barNote(bar: Bar): string | null {
  if (bar.others !== undefined) return stepName(bar.step.key);
  if (bar.part === null) return null;
  const role: ParticipantRole | null = bar.role;
  return role === null ? stepName(bar.step.key) : t('settlement.bar.role', { step: stepName(bar.step.key), role: t(`role.${role}`) });
}
export const sameWay = (one: Candidate | null, other: Candidate | null): boolean => one !== null && other !== null && wayKey(one) === wayKey(other);
/** A way as it stands in an address: its kind and the records it goes through. */
export function wayKey(candidate: Candidate): string {
  switch (candidate.kind) {
    case 'direct':
      return 'direct';
    case 'resale':
      return `resale.${candidate.resellerId}`;
    case 'distribution':
      return `distribution.${candidate.distributorId}.${candidate.resellerId}`;
    case 'marketplace':
      return `marketplace.${candidate.marketplaceId}`;
    case 'channel_private_offer':
      return `channel_private_offer.${candidate.marketplaceId}.${candidate.resellerId}`;
  }
}
export function wayOf(key: string): Candidate | null {
  const [kind, first, second] = key.split('.');
  if (kind === 'direct') return { kind };
  if (kind === 'resale' && first) return { kind, resellerId: first };
  if (kind === 'marketplace' && first) return { kind, marketplaceId: first };
  if (kind === 'distribution' && first && second) return { kind, distributorId: first, resellerId: second };
  if (kind === 'channel_private_offer' && first && second) return { kind, marketplaceId: first, resellerId: second };
  return null;
}
