import { useQuery } from '@tanstack/react-query';
import { callApi, useApi } from '../../../lib/api/index.ts';

/** Partners that a document names, by name. */
export function usePartnerNames(ids: readonly string[]): (id: string) => string {
  const wanted = [...new Set(ids)].toSorted();
  const query = useQuery({
    queryKey: ['partners.get', 'names', wanted],
    queryFn: async () => new Map(await Promise.all(wanted.map(async (id) => [id, (await callApi('partners.get', { params: { id } })).name] as const))),
    enabled: wanted.length > 0,
    staleTime: 5 * 60_000,
  });
  return (id) => query.data?.get(id) ?? '…';
}

export function useProductNames() {
  const query = useApi('products.list', {}, { staleTime: 5 * 60_000 });
  const products = query.data?.items ?? [];
  return { products, nameOf: (id: string): string => products.find((product) => product.id === id)?.name ?? '…' };
}
