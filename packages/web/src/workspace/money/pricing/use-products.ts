import { useMemo } from 'react';
import { useQuery } from '@tanstack/react-query';
import { callApi } from '../../../lib/api/index.ts';
import { everyPage } from '../../../lib/csv.ts';
import type { Product } from './words.ts';

/** Every product as it is sold: forms choose among them, and sentences call them by name. */
export function useProducts() {
  const query = useQuery({
    queryKey: ['pricing.products', 'every'],
    queryFn: () => everyPage((cursor) => callApi('pricing.products', { query: { limit: 200, cursor } })),
    staleTime: 60_000,
  });
  const byId = useMemo(() => new Map<string, Product>((query.data ?? []).map((product) => [product.productId, product])), [query.data]);
  return { products: query.data ?? [], nameOf: (id: string) => byId.get(id)?.productName ?? '…', byId, isLoading: query.isPending, error: query.error };
}

/** Partners by name, for rules that say them. */
export function usePartnerNames() {
  const query = useQuery({
    queryKey: ['partners.list', 'names'],
    queryFn: () => everyPage((cursor) => callApi('partners.list', { query: { limit: 200, cursor } })),
    staleTime: 60_000,
  });
  const names = useMemo(() => new Map((query.data ?? []).map((partner) => [partner.id, partner.name])), [query.data]);
  return { partners: query.data ?? [], nameOf: (id: string) => names.get(id) ?? '…' };
}
