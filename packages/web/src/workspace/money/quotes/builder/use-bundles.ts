import { useMemo } from 'react';
import { useQuery } from '@tanstack/react-query';
import { callApi } from '../../../../lib/api/index.ts';
import { everyPage } from '../../../../lib/csv.ts';
import type { BundleParts } from './draft.ts';

/** Bundles that hold today. */
export function useBundles() {
  const query = useQuery({
    queryKey: ['pricing.bundles', 'every'],
    queryFn: () => everyPage((cursor) => callApi('pricing.bundles', { query: { limit: 200, cursor } })),
    staleTime: 60_000,
  });
  return useMemo(() => {
    const holding = (query.data ?? []).filter((bundle) => bundle.current !== null);
    const parts: BundleParts[] = holding.map((bundle) => {
      const all = bundle.current?.definition.parts ?? [];
      return {
        id: bundle.id,
        required: all.filter(({ required }) => required).map(({ productId }) => productId),
        optional: all.filter(({ required }) => !required).map(({ productId }) => productId),
      };
    });
    const names = new Map((query.data ?? []).map(({ id, name }) => [id, name]));
    return { holding, parts, nameOf: (id: string) => names.get(id) ?? '…', isLoading: query.isPending };
  }, [query.data, query.isPending]);
}
