import type { ReactNode } from 'react';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { ProblemError } from '../../../lib/http.ts';
import { NotFound } from '../../../shell/not-found.tsx';
import { PageBody } from '../../../ui/page.tsx';

type Reading<T> = { data: T | undefined; error: unknown; refetch: () => unknown };

/** One way to wait for a record, to say that it is not there, and to say that it could not be read. */
export function RecordPage<T>({ query, what, children }: { query: Reading<T>; what: string; children: (record: T) => ReactNode }) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error instanceof ProblemError && (query.error.problem.status === 404 || query.error.problem.status === 403)) return <NotFound />;
  if (query.error !== null && query.error !== undefined) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <>
      <div aria-hidden className="flex h-28 shrink-0 flex-col justify-center gap-3 border-b border-line px-5">
        <span className="ghost h-3 w-28" />
        <span className="ghost h-5 w-72 max-w-full" />
        <span className="ghost h-3 w-96 max-w-full" />
      </div>
      <PageBody>
        <SkeletonRows what={what} />
      </PageBody>
    </>
  );
}

/** A line of a card that has nothing to show yet. */
export function Nothing({ children }: { children: ReactNode }) {
  return <p className="px-4 py-3 text-muted">{children}</p>;
}
