import { useMemo } from 'react';
import { useApi } from '../../../lib/api/index.ts';
import { useUrlState } from '../../partners/kit/url-state.ts';
import type { Option } from '../room/money/bars.ts';
import { type Candidate, wayKey, wayOf } from '../room/money/words.ts';
import type { Way } from './rows.tsx';

const isOpen = (option: Option): option is Way => option.money !== null;

/** The ways that the deal suggests, and those that somebody named besides; the address keeps the named ones. */
export function useWays(dealId: string) {
  const url = useUrlState();
  const named = url.text('ways') ?? '';
  const added = useMemo(() => named.split(',').flatMap((key) => wayOf(key) ?? []), [named]);
  const own = useApi('settlement.compare', { params: { id: dealId }, body: {} }, { keepPrevious: true });
  const more = useApi('settlement.compare', { params: { id: dealId }, body: { candidates: added } }, { enabled: added.length > 0, keepPrevious: true });
  const options = useMemo(() => {
    const suggested = own.data?.options ?? [];
    const known = new Set(suggested.flatMap(({ candidate }) => (candidate === null ? [] : wayKey(candidate))));
    const besides = added.length === 0 ? [] : (more.data?.options ?? []).filter(({ candidate }) => candidate !== null && !known.has(wayKey(candidate)));
    return [...suggested, ...besides];
  }, [own.data, more.data, added]);
  return {
    compared: own.data,
    options,
    ways: options.filter(isOpen),
    refused: options.filter((option) => !isOpen(option)),
    /** What a file of the same ways is asked with; nothing where the deal’s own suggestions are all. */
    candidates: added.length === 0 ? undefined : options.flatMap(({ candidate }) => candidate ?? []),
    error: own.error ?? (added.length > 0 ? more.error : null),
    add: (candidate: Candidate) => url.set({ ways: [...new Set([...added.map(wayKey), wayKey(candidate)])].join(',') }),
    refetch: () => {
      void own.refetch();
      if (added.length > 0) void more.refetch();
    },
  };
}
