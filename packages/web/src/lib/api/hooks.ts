import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import type { CallInput, OperationId, Result } from '@entente/contracts/client';
import { asProblemError, callApi } from './client.ts';

type ReadOptions = {
  enabled?: boolean;
  /** Keeps the last answer on screen while a new input loads. */
  keepPrevious?: boolean;
  refetchInterval?: number | false;
  staleTime?: number;
};
type ReadArguments<Id extends OperationId> =
  Record<never, never> extends CallInput<Id> ? [input?: CallInput<Id>, options?: ReadOptions] : [input: CallInput<Id>, options?: ReadOptions];

/** One place for keys, so that a screen can read, set and invalidate what another has loaded. */
export const apiKey = <Id extends OperationId>(id: Id, input?: CallInput<Id>): readonly unknown[] => [id, input ?? {}];

async function read<Id extends OperationId>(id: Id, input: CallInput<Id> | undefined, signal: AbortSignal): Promise<Result<Id>> {
  try {
    const withSignal = { ...input, signal } as CallInput<Id>;
    return await callApi(id, withSignal);
  } catch (error) {
    throw asProblemError(error);
  }
}

export function useApi<Id extends OperationId>(id: Id, ...[input, options = {}]: ReadArguments<Id>) {
  return useQuery<Result<Id>>({
    queryKey: apiKey(id, input),
    queryFn: ({ signal }) => read(id, input, signal),
    enabled: options.enabled,
    ...(options.keepPrevious ? { placeholderData: keepPreviousData } : {}),
    ...(options.refetchInterval === undefined ? {} : { refetchInterval: options.refetchInterval }),
    ...(options.staleTime === undefined ? {} : { staleTime: options.staleTime }),
  });
}

type MutationOptions<Id extends OperationId> = {
  /** Operations whose answers are out of date afterwards, whatever their input. */
  invalidates?: readonly OperationId[];
  onDone?: (result: Result<Id>, input: CallInput<Id>, client: QueryClient) => void;
};

/** Errors stay `ApiProblem` here: a form needs the code and the fields. */
export function useApiMutation<Id extends OperationId>(id: Id, options: MutationOptions<Id> = {}) {
  const client = useQueryClient();
  return useMutation<Result<Id>, Error, CallInput<Id>>({
    mutationKey: [id],
    mutationFn: (input) => callApi(id, input),
    onSuccess: (result, input) => {
      options.onDone?.(result, input, client);
      for (const operation of options.invalidates ?? []) void client.invalidateQueries({ queryKey: [operation] });
    },
  });
}

/** Operations that answer a page at a time. */
type PagedId = { [Id in OperationId]: Result<Id> extends { items: unknown[]; nextCursor: string | null } ? Id : never }[OperationId];
type Row<Id extends PagedId> = Result<Id>['items'][number];
type Page<Id extends PagedId> = Result<Id> & { items: Row<Id>[]; nextCursor: string | null };

const nextOf = (page: { nextCursor: string | null }): string | undefined => page.nextCursor ?? undefined;

export function useApiPages<Id extends PagedId>(id: Id, ...[input, options = {}]: ReadArguments<Id>) {
  const query = useInfiniteQuery({
    queryKey: [...apiKey(id, input), 'pages'],
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ signal, pageParam }): Promise<Page<Id>> => {
      return (await read(id, pageParam === undefined ? input : withCursor(input, pageParam), signal)) as Page<Id>;
    },
    getNextPageParam: nextOf,
    enabled: options.enabled,
    ...(options.keepPrevious ? { placeholderData: keepPreviousData } : {}),
    ...(options.refetchInterval === undefined ? {} : { refetchInterval: options.refetchInterval }),
  });
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = query;
  const rows = useMemo((): readonly Row<Id>[] => (query.data?.pages ?? []).flatMap((page): Row<Id>[] => page.items), [query.data]);
  const loadMore = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, hasNextPage, isFetchingNextPage]);
  return {
    rows,
    first: query.data?.pages[0],
    hasMore: hasNextPage,
    loadMore,
    isLoadingMore: isFetchingNextPage,
    isLoading: query.isPending,
    isFetching: query.isFetching,
    error: query.error,
    refetch: () => void query.refetch(),
  };
}

function withCursor<Input>(input: Input, cursor: string): Input & { query: Record<string, unknown> } {
  return { ...input, query: { ...queryOf(input), cursor } };
}

function queryOf(input: unknown): Record<string, unknown> {
  return typeof input === 'object' && input !== null && 'query' in input && typeof input.query === 'object' && input.query !== null ? { ...input.query } : {};
}
