import type { DealStage } from '@entente/kernel';
import { api } from '../../../lib/api/index.ts';
import type { DealRow } from './export.ts';

const BATCH = 500;
export type Refused = { id: string; sentence: string };
export type Change = { ownerId?: string | null; stage?: DealStage; reason?: string };
/** What a deal was before, as far as a bulk change touches it. */
export type Before = Pick<DealRow, 'id' | 'ownerId' | 'stage'>;

export async function changeMany(
  ids: readonly string[],
  change: Change,
  onCount: (done: number) => void = () => undefined,
): Promise<{ changed: string[]; refused: Refused[] }> {
  const changed: string[] = [];
  const refused: Refused[] = [];
  for (let start = 0; start < ids.length; start += BATCH) {
    const answer = await api('deals.bulk', { body: { ids: ids.slice(start, start + BATCH), ...change } });
    changed.push(...answer.changed);
    refused.push(...answer.refused);
    onCount(Math.min(ids.length, start + BATCH));
  }
  return { changed, refused };
}

/** Deals that were alike before go back together. */
export async function changeBack(before: readonly Before[], kind: 'owner' | 'stage', reason: string): Promise<number> {
  let back = 0;
  const groups = Map.groupBy(before, (deal) => (kind === 'owner' ? deal.ownerId : deal.stage));
  for (const [value, deals] of groups) {
    const change: Change = kind === 'owner' ? { ownerId: value } : { stage: deals[0]?.stage, ...(value === 'lost' ? { reason } : {}) };
    back += (
      await changeMany(
        deals.map((deal) => deal.id),
        change,
      )
    ).changed.length;
  }
  return back;
}
