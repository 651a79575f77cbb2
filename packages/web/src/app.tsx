import { useState } from 'react';
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { I18nProvider } from 'react-aria-components';
import { ProblemError } from './lib/http.ts';
import { useLocaleId } from './lib/i18n/i18n.ts';
import { heedSignedOut } from './lib/session.ts';
import { makeRouter } from './router.tsx';

function makeClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError: (error, query) => heedSignedOut(client, error, query) }),
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        // A refusal stays a refusal; only faults of the line or the server are worth another try.
        retry: (failures, error) => failures < 2 && !(error instanceof ProblemError && error.problem.status < 500),
      },
    },
  });
  return client;
}

export function App() {
  const locale = useLocaleId();
  const [client] = useState(makeClient);
  const [router] = useState(() => makeRouter(client));
  return (
    <I18nProvider locale={locale === 'ar' ? 'ar-u-nu-latn' : 'en-GB'}>
      <QueryClientProvider client={client}>
        {/* A change of language draws everything anew: texts are read while drawing. */}
        <RouterProvider key={locale} router={router} />
      </QueryClientProvider>
    </I18nProvider>
  );
}
