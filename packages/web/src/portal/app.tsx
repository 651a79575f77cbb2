import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState } from 'react';
import { ProblemError } from '../lib/http.ts';
import { useLocaleId } from '../lib/i18n/i18n.ts';
import { usePath } from './address.tsx';
import { Frame } from './frame.tsx';
import { Failed, Ghosts } from './kit/states.tsx';
import { usePortalSession } from './session.ts';
import { t } from './text.ts';

const LinkPage = lazy(async () => ({ default: (await import('./link/link-page.tsx')).LinkPage }));

function makeClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        // A refusal stays a refusal; only faults of the line or the server are worth another try.
        retry: (failures, error) => failures < 2 && !(error instanceof ProblemError && error.problem.status < 500),
      },
    },
  });
}

export function App() {
  const locale = useLocaleId();
  const [client] = useState(makeClient);
  const path = usePath();
  return (
    <QueryClientProvider client={client}>
      {/* A change of language draws everything anew: texts are read while drawing. */}
      <div key={locale} className="portal bg-desk">
        {path === '/portal/link' ? (
          <Suspense fallback={<Ghosts what={t('portal.title')} />}>
            <LinkPage />
          </Suspense>
        ) : (
          <SignedIn />
        )}
      </div>
    </QueryClientProvider>
  );
}

function SignedIn() {
  const { data: session, error, refetch } = usePortalSession();
  const signedOut = error instanceof ProblemError && error.problem.status === 401;
  const elsewhere = session !== undefined && session.audience !== 'partner';
  useEffect(() => {
    if (signedOut) window.location.replace(`/sign-in?next=${encodeURIComponent(window.location.pathname + window.location.search)}`);
    else if (elsewhere) window.location.replace('/');
  }, [signedOut, elsewhere]);
  if (session && !elsewhere) return <Frame session={session} />;
  return (
    <main className="mx-auto max-w-280 px-4 py-8">
      {error && !signedOut ? <Failed error={error} onRetry={() => void refetch()} /> : <Ghosts what={t('portal.title')} rows={6} />}
    </main>
  );
}
