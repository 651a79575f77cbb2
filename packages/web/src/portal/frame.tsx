import { Component, type ErrorInfo, type ReactNode, Suspense, useEffect, useState } from 'react';
import { Bell, Eye, Menu, UserRound } from 'lucide-react';
import { useApi } from '../lib/api/index.ts';
import { formatNumber } from '../lib/i18n/format.ts';
import { Avatar } from '../ui/avatar.tsx';
import { useTheme } from '../ui/theme.ts';
import { usePhone } from '../ui/use-media.ts';
import { AccountPanel } from './account-panel.tsx';
import { Go, go, usePath } from './address.tsx';
import { applyBrand } from './brand.ts';
import { Button } from './kit/button.tsx';
import { Notices } from './kit/notice.tsx';
import { Page } from './kit/page.tsx';
import { Popover } from './kit/popover.tsx';
import { Failed, Ghosts } from './kit/states.tsx';
import { isOpen, navFor } from './nav.tsx';
import { pageFor } from './pages.tsx';
import { leaveViewAs, type PortalSession, setPortalName, useWhyNot } from './session.ts';
import { t } from './text.ts';

const takesText = (target: EventTarget | null): boolean => target instanceof HTMLElement && target.closest('input, textarea, select, dialog') !== null;

/** R from anywhere: the one act a partner comes for. */
function useRegisterKey(allowed: boolean): void {
  useEffect(() => {
    if (!allowed) return undefined;
    const onKey = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'r' || event.metaKey || event.ctrlKey || event.altKey || takesText(event.target)) return;
      event.preventDefault();
      go('/portal/register');
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [allowed]);
}

export function Frame({ session }: { session: PortalSession }) {
  const path = usePath();
  const phone = usePhone();
  const { data: brand } = useApi('branding.get', {}, { staleTime: 5 * 60_000 });
  const theme = useTheme();
  const why = useWhyNot();
  const vendor = brand?.name ?? session.workspace.name;
  setPortalName(vendor);
  useEffect(() => applyBrand(brand?.brandColor ?? null), [brand?.brandColor, theme]);
  useRegisterKey(why('portal:register') === undefined);
  const items = navFor(session);
  const page = pageFor(path);

  return (
    <>
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:start-2 focus:top-2 focus:z-50 focus:rounded-control focus:bg-ink focus:px-3 focus:py-2 focus:text-on-ink"
      >
        {t('portal.skip')}
      </a>
      <header className="border-b border-line bg-surface">
        <div className="portal-band" />
        {session.viewAs && <ViewAsBanner viewAs={session.viewAs} />}
        <div className="mx-auto flex h-16 max-w-280 items-center gap-3 px-4 md:px-6">
          <Go to="/portal" className="flex min-w-0 items-center gap-3">
            {brand?.logoUrl ? (
              <img src={brand.logoUrl} alt={vendor} className="h-8 max-w-40 object-contain" />
            ) : (
              <>
                <Avatar name={vendor} kind="company" size={32} />
                <span className="truncate text-15 font-semibold">
                  <bdi>{vendor}</bdi>
                </span>
              </>
            )}
          </Go>
          <span className="min-w-0 flex-1 truncate text-end text-muted max-md:hidden">
            <bdi>{session.partner?.name}</bdi>
          </span>
          <span className="flex flex-none items-center gap-1 max-md:ms-auto">
            {!session.viewAs && <UnreadBell />}
            <Popover label={t('portal.account', { name: session.person.name })} icon={<UserRound size={18} strokeWidth={1.75} aria-hidden />}>
              <AccountPanel session={session} />
            </Popover>
          </span>
        </div>
        {!phone && (
          <nav aria-label={t('portal.nav')} className="mx-auto flex max-w-280 gap-1 px-3 md:px-5">
            {items.map((item) => (
              <Go
                key={item.to}
                to={item.to}
                aria-current={isOpen(item, path) ? 'page' : undefined}
                className={`flex h-11 items-center rounded-t-control px-3 font-medium outline-offset-[-2px] ${isOpen(item, path) ? 'portal-open-page' : 'text-muted hover:text-text'}`}
              >
                {t(item.label)}
              </Go>
            ))}
          </nav>
        )}
      </header>
      <main id="content" tabIndex={-1} className="outline-none max-md:pb-20">
        <Boundary key={path}>
          <Suspense fallback={<Ghosts what={t('portal.title')} rows={6} />}>
            {page ? (
              <page.Component id={page.id} />
            ) : (
              <Page title={t('portal.notFound.title')} back={{ to: '/portal', label: t('portal.nav.home') }}>
                <p>{t('portal.notFound.detail')}</p>
              </Page>
            )}
          </Suspense>
        </Boundary>
      </main>
      {phone && <PhoneBar items={items} path={path} />}
      <Notices />
    </>
  );
}

function UnreadBell() {
  const { data } = useApi('notifications.list', { query: { limit: 1 } }, { refetchInterval: 60_000 });
  const unread = data?.unreadCount ?? 0;
  return (
    <Go
      to="/portal/notifications"
      aria-label={t('portal.bell', { n: unread })}
      className="relative grid size-10 place-items-center rounded-control text-muted hover:bg-hover hover:text-text"
    >
      <Bell size={18} strokeWidth={1.75} aria-hidden />
      {unread > 0 && (
        <span aria-hidden className="num absolute end-0.5 top-0.5 grid h-4 min-w-4 place-items-center rounded-full bg-ink px-1 text-11 font-medium text-on-ink">
          {unread > 99 ? '99+' : formatNumber(unread)}
        </span>
      )}
    </Go>
  );
}

function ViewAsBanner({ viewAs }: { viewAs: { partnerName: string; by: string } }) {
  return (
    <section aria-label={t('portal.viewAs.label')} className="bg-warn-soft">
      <div className="mx-auto flex max-w-280 flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2 text-warn md:px-6">
        <Eye size={16} strokeWidth={1.75} aria-hidden />
        <p className="min-w-0 flex-1">{t('portal.viewAs.banner', { partner: viewAs.partnerName, name: viewAs.by })}</p>
        <Button onClick={leaveViewAs}>{t('portal.viewAs.leave')}</Button>
      </div>
    </section>
  );
}

/** Four pages within reach of the thumb, the rest one press away. */
function PhoneBar({ items, path }: { items: ReturnType<typeof navFor>; path: string }) {
  const first = items.slice(0, 4);
  const rest = items.slice(4);
  const [open, setOpen] = useState(false);
  const restOpen = rest.some((item) => isOpen(item, path));
  return (
    <nav aria-label={t('portal.nav')} className="fixed inset-x-0 bottom-0 z-30 border-t border-line bg-surface">
      {open && (
        <ul className="border-b border-line">
          {rest.map((item) => (
            <li key={item.to}>
              <Go
                to={item.to}
                onClick={() => setOpen(false)}
                aria-current={isOpen(item, path) ? 'page' : undefined}
                className="flex h-12 items-center gap-3 px-4"
              >
                <item.icon size={18} strokeWidth={1.75} aria-hidden />
                {t(item.label)}
              </Go>
            </li>
          ))}
        </ul>
      )}
      <div className="grid grid-cols-5">
        {first.map((item) => (
          <Go
            key={item.to}
            to={item.to}
            onClick={() => setOpen(false)}
            aria-current={isOpen(item, path) ? 'page' : undefined}
            className={`flex h-14 min-w-0 flex-col items-center justify-center gap-0.5 text-11 ${isOpen(item, path) ? 'portal-open-page font-medium' : 'text-muted'}`}
          >
            <item.icon size={18} strokeWidth={1.75} aria-hidden />
            <span className="max-w-full truncate px-0.5">{t(item.label)}</span>
          </Go>
        ))}
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className={`flex h-14 min-w-0 flex-col items-center justify-center gap-0.5 text-11 ${restOpen ? 'portal-open-page font-medium' : 'text-muted'}`}
        >
          <Menu size={18} strokeWidth={1.75} aria-hidden />
          {t('ui.more')}
        </button>
      </div>
    </nav>
  );
}

/** A page that breaks leaves the frame standing. */
class Boundary extends Component<{ children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: undefined };
  static getDerivedStateFromError(error: unknown) {
    return { error };
  }
  override componentDidCatch(error: Error, info: ErrorInfo): void {
    console.error(error, info.componentStack);
  }
  override render(): ReactNode {
    return this.state.error === undefined ? this.props.children : <Failed error={this.state.error} onRetry={() => this.setState({ error: undefined })} />;
  }
}
