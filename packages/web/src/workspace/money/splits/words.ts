import type { Result } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import type { Tone } from '../../../ui/badge.tsx';
import type { SplitDocument } from '../rules/conditions.tsx';

export type SplitRow = Result<'splits.list'>['items'][number];
export type SplitDetail = Result<'splits.get'>;
export type Share = SplitDetail['shares'][number];
export type Part = SplitDetail['parts'][number];
export type SplitRule = Result<'splits.rules'>['items'][number];
export type Step = SplitDocument['steps'][number];
export type Party = Step['to'];

export const splitStates = ['allocated', 'held'] as const satisfies readonly SplitRow['state'][];
export const stateTones: Record<SplitRow['state'], Tone> = { allocated: 'ok', held: 'warn' };
export const splitReads = ['splits.list', 'splits.get', 'splits.rules', 'splits.rule', 'acts.list'] as const;

export const partyName = (of: { party: 'partner' | 'us' | 'marketplace'; partnerName: string | null }): string =>
  of.party === 'partner' ? (of.partnerName ?? '…') : t(`splits.party.${of.party}`);
export const partyKey = (of: { party: string; partnerId: string | null }): string => of.partnerId ?? of.party;
