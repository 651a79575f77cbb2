import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useApi, useApiMutation, type OperationId, type Request } from '../../../../lib/api/index.ts';
import { type Deal, useRoomAct } from '../use-room.ts';
import type { FieldValue } from './words.ts';

type DealFacts = NonNullable<Request<'deals.update'>['body']>;
/** Reads that show what a field of the deal is over there. */
export const viewReads: readonly OperationId[] = ['views.ofDeal', 'clouds.plan', 'conflicts.list', 'deals.facts'];

const text = (value: FieldValue): string | null => (typeof value === 'string' && value.trim() !== '' ? value.trim() : null);
/** Columns of the deal that one value says whole. The others (stage, account, owner) have acts of their own in the room. */
const columns: Readonly<Record<string, (value: FieldValue) => Partial<DealFacts>>> = {
  name: (value) => ({ name: text(value) ?? '' }),
  amount: (value) => ({ amountMinor: typeof value === 'number' ? value : null }),
  close_on: (value) => ({ closeOn: text(value) }),
  next_step: (value) => ({ nextStep: text(value) }),
  region: (value) => ({ region: text(value) }),
  source: (value) => ({ source: text(value) }),
};

/** Saves values of a deal, whether they are columns of it or facts beyond, and says which may be changed at all. */
export function useSetValues(deal: Deal) {
  const client = useQueryClient();
  const custom = useApi('customFields.list', {}, { staleTime: 5 * 60_000 });
  const update = useRoomAct('deals.update');
  const facts = useApiMutation('deals.setFacts');
  const [error, setError] = useState<unknown>(null);
  const isFact = (field: string): boolean => custom.data?.items.some((one) => one.key === field && one.active) ?? false;
  const hasLines = deal.lines.length > 0;

  function maySet(field: string): boolean {
    if (!deal.mayWrite) return false;
    // Lines make the amount; a figure set beside them would contradict their sum.
    if (field === 'amount') return !hasLines;
    return field in columns || isFact(field);
  }

  async function save(values: Readonly<Record<string, FieldValue>>): Promise<boolean> {
    setError(null);
    const entries = Object.entries(values);
    const body = Object.assign({}, ...entries.map(([field, value]) => columns[field]?.(value) ?? {})) as DealFacts;
    const set = Object.fromEntries(entries.filter(([field]) => !(field in columns)));
    try {
      if (Object.keys(body).length > 0) await update.mutateAsync({ params: { id: deal.id }, ifVersion: deal.version, body });
      if (Object.keys(set).length > 0) await facts.mutateAsync({ params: { id: deal.id }, body: { set } });
    } catch (refusal) {
      setError(refusal);
      return false;
    }
    await Promise.all([...viewReads, 'deals.get', 'deals.timeline'].map((id) => client.invalidateQueries({ queryKey: [id] })));
    return true;
  }
  return { maySet, save, error, isPending: update.isPending || facts.isPending, clearError: () => setError(null) };
}
