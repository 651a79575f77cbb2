import { useState } from 'react';
import { Menu as MenuIcon, Search } from 'lucide-react';
import { Link } from '@tanstack/react-router';
import { t } from '../lib/i18n/i18n.ts';
import type { Session } from '../lib/session.ts';
import { Dialog } from '../ui/dialog.tsx';
import { AccountMenu } from './account-menu.tsx';
import { Bell, useUnread } from './bell.tsx';
import { foundations, itemsFor, NavLink } from './nav.tsx';
import { setShell } from './shell-state.ts';

const tab = 'flex h-14 flex-col items-center justify-center gap-0.5 text-11 font-medium text-muted';
const inBar = ['inbox', 'deals', 'partners'];

/** Three places, search, and everything else in a sheet from below. */
export function PhoneNav({ session }: { session: Session }) {
  const [open, setOpen] = useState(false);
  const items = itemsFor(session);
  const unread = useUnread();
  const waiting = session.counts?.inbox ?? 0;
  return (
    <nav aria-label={t('shell.nav')} className="shrink-0 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)]">
      <ul className="grid auto-cols-fr grid-flow-col">
        {items
          .filter((item) => inBar.includes(item.id))
          .map((item) => (
            <li key={item.id}>
              <Link to={item.to} className={tab} activeProps={{ className: 'text-text', 'aria-current': 'page' }}>
                <span className="relative">
                  <item.icon size={20} strokeWidth={1.75} aria-hidden />
                  {item.id === 'inbox' && waiting > 0 && (
                    <span aria-hidden className="num absolute -top-1 start-3 rounded-full bg-ink px-1 text-[10px] leading-4 text-on-ink">
                      {waiting > 99 ? '99+' : waiting}
                    </span>
                  )}
                </span>
                {t(item.label)}
                {item.id === 'inbox' && waiting > 0 && <span className="sr-only">{t('shell.nav.waiting', { n: waiting })}</span>}
              </Link>
            </li>
          ))}
        <li>
          <button type="button" className={`${tab} w-full`} onClick={() => setShell({ palette: true })}>
            <Search size={20} strokeWidth={1.75} aria-hidden />
            {t('shell.search.short')}
          </button>
        </li>
        <li>
          <button type="button" aria-haspopup="dialog" aria-expanded={open} className={`${tab} w-full`} onClick={() => setOpen(true)}>
            <span className="relative">
              <MenuIcon size={20} strokeWidth={1.75} aria-hidden />
              {unread > 0 && <span aria-hidden className="absolute -end-1 -top-0.5 size-2 rounded-full bg-ink" />}
            </span>
            {t('shell.nav.more')}
            {unread > 0 && <span className="sr-only">{t('telling.unread', { n: unread })}</span>}
          </button>
        </li>
      </ul>
      <Dialog title={session.workspace.name} isOpen={open} onClose={() => setOpen(false)}>
        <ul className="-m-2 flex flex-col">
          {[...items, ...(session.audience === 'workspace' ? foundations : [])].map((item) => (
            <li key={item.id}>
              <NavLink item={item} collapsed={false} onGo={() => setOpen(false)} />
            </li>
          ))}
          <li>
            <Bell look="row" />
          </li>
          <li className="mt-2 border-t border-line pt-2">
            <AccountMenu session={session} collapsed={false} />
          </li>
        </ul>
      </Dialog>
    </nav>
  );
}
