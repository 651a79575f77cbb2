import { lazy, Suspense, useEffect, useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Navigate, Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { registerActions, setActionSession, startShortcuts } from '../lib/actions.ts';
import { ProblemError } from '../lib/http.ts';
import { t } from '../lib/i18n/i18n.ts';
import { registerRecordSearch } from './search-records.ts';
import { connectLive, useLiveState } from '../lib/live.ts';
import { sessionQuery, type Session } from '../lib/session.ts';
import { ErrorState, SkeletonRows } from '../ui/states.tsx';
import { ToastRegion } from '../ui/toast.tsx';
import { useMedia, usePhone } from '../ui/use-media.ts';
import { claimPages, cosellPages, dataPages, foundations, itemsFor, marketPages, moneyAreas } from './nav.tsx';
import { PhoneNav } from './phone-nav.tsx';
import { setShell, shellState, useShell } from './shell-state.ts';
import { SideNav } from './side-nav.tsx';

const CommandPalette = lazy(async () => ({ default: (await import('../ui/command-palette.tsx')).CommandPalette }));
const ShortcutSheet = lazy(async () => ({ default: (await import('../ui/shortcut-sheet.tsx')).ShortcutSheet }));

/** Around every screen of the workspace: who you are, where you can go, what you can do. */
export function Shell() {
  const { data: session, error, refetch, isPending } = useQuery(sessionQuery);
  if (session?.audience === 'partner') return <ToPortal />;
  if (session) return <Frame session={session} />;
  if (error instanceof ProblemError && error.problem.status === 401) return <ToSignIn />;
  if (error)
    return (
      <main>
        <ErrorState error={error} onRetry={() => void refetch()} />
      </main>
    );
  return isPending ? (
    <main className="p-2">
      <SkeletonRows what="Entente" />
    </main>
  ) : null;
}

/** People of a partner have pages of their own, with a first load of their own. */
function ToPortal() {
  useEffect(() => window.location.replace('/portal'), []);
  return null;
}

function ToSignIn() {
  const path = useRouterState({ select: (state) => state.location.href });
  // Kept from the first moment: the address changes while the way to the sign-in is being loaded.
  const [next] = useState(path);
  return <Navigate to="/sign-in" search={{ next }} replace />;
}

function useShellActions(session: Session): void {
  const navigate = useNavigate();
  useEffect(() => {
    setActionSession(session);
    const places = [...itemsFor(session), ...(session.audience === 'workspace' ? foundations : [])];
    const forget = registerActions([
      { id: 'palette', label: 'palette.title', scope: 'global', shortcut: 'mod+k', run: () => setShell({ palette: !shellState().palette }) },
      { id: 'shortcuts', label: 'shell.shortcuts', scope: 'global', shortcut: '?', run: () => setShell({ sheet: true }) },
      { id: 'nav-fold', label: 'shell.nav.collapse', scope: 'global', shortcut: 'mod+b', run: () => setShell({ collapsed: !shellState().collapsed }) },
      ...[...claimPages, ...cosellPages, ...marketPages, ...dataPages.slice(1)].map(({ id, label, to, shortcut }) => ({
        id: `go-${id}`,
        label: 'palette.goTo' as const,
        values: { place: t(label) },
        scope: 'navigation' as const,
        shortcut,
        isEnabled: () => session.audience === 'workspace',
        run: () => navigate({ to }),
      })),
      ...moneyAreas.map(({ id, label, to, scope }) => ({
        id: `go-money-${id}`,
        label: 'palette.goTo' as const,
        values: { place: t(label) },
        scope: 'navigation' as const,
        isEnabled: () => session.permissions.includes(scope),
        run: () => navigate({ to }),
      })),
      ...places.map((item) => ({
        id: `go-${item.id}`,
        label: 'palette.goTo' as const,
        values: { place: t(item.label) },
        scope: 'navigation' as const,
        shortcut: item.shortcut,
        icon: <item.icon size={16} strokeWidth={1.75} />,
        run: () => navigate({ to: item.to }),
      })),
    ]);
    return () => {
      forget();
      setActionSession(undefined);
    };
  }, [session, navigate]);
}

function Frame({ session }: { session: Session }) {
  const phone = usePhone();
  const narrow = useMedia('(max-width: 1023.9px)');
  const { collapsed, palette, sheet } = useShell();
  const client = useQueryClient();
  const navigate = useNavigate();
  const live = useLiveState();
  useShellActions(session);
  useEffect(() => startShortcuts(), []);
  useEffect(() => registerRecordSearch(), []);
  useEffect(() => connectLive(client), [client]);

  return (
    <div className="flex h-full max-md:flex-col">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:start-2 focus:top-2 focus:z-50 focus:rounded-control focus:bg-ink focus:px-3 focus:py-2 focus:text-on-ink"
      >
        {t('shell.skip')}
      </a>
      {!phone && <SideNav session={session} collapsed={collapsed || narrow} />}
      <main
        id="content"
        tabIndex={-1}
        className="relative flex min-h-0 min-w-0 flex-1 flex-col overflow-clip bg-surface outline-none md:my-2 md:me-2 md:rounded-card md:border md:border-line"
      >
        {live === 'paused' && <output className="block border-b border-line bg-warn-soft px-4 py-1.5 text-12 text-warn">{t('shell.offline')}</output>}
        <Suspense fallback={<SkeletonRows what={session.workspace.name} />}>
          <Outlet />
        </Suspense>
      </main>
      {phone && <PhoneNav session={session} />}
      <ToastRegion />
      <Suspense fallback={null}>
        {palette && <CommandPalette isOpen onClose={() => setShell({ palette: false })} onGo={(to) => void navigate({ to })} />}
        {sheet && <ShortcutSheet isOpen onClose={() => setShell({ sheet: false })} />}
      </Suspense>
    </div>
  );
}
