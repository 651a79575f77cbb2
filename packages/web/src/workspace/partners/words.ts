import type { PartnerStatus, PartnerType } from '@entente/kernel';
import { t } from '../../lib/i18n/i18n.ts';
import type { Tone } from '../../ui/badge.tsx';

export const types: readonly PartnerType[] = ['reseller', 'distributor', 'si', 'msp', 'isv', 'referral', 'consultant', 'hyperscaler'];
export const statuses: readonly PartnerStatus[] = ['onboarding', 'active', 'paused', 'ended'];
export const regionNames = ['EMEA', 'NA', 'LATAM', 'APAC'] as const;

export const typeName = (type: PartnerType): string => t(`partnerType.${type}`);
export const statusName = (status: PartnerStatus): string => t(`partnerStatus.${status}`);
export const statusTone: Readonly<Record<PartnerStatus, Tone>> = { onboarding: 'accent', active: 'ok', paused: 'warn', ended: 'neutral' };

const ties = ['customer', 'prospect', 'incumbent'] as const;
/** How a partner stands at an account; a kind the catalogue does not know is shown as stored. */
export function tieName(kind: string): string {
  const known = ties.find((entry) => entry === kind);
  return known === undefined ? kind : t(`tie.${known}`);
}
