import { PanelLeftClose, PanelLeftOpen, Search } from 'lucide-react';
import { Button } from 'react-aria-components';
import { t } from '../lib/i18n/i18n.ts';
import type { Session } from '../lib/session.ts';
import { Avatar } from '../ui/avatar.tsx';
import { IconButton } from '../ui/button.tsx';
import { cx } from '../ui/cx.ts';
import { KeyHint } from '../ui/key-hint.tsx';
import { AccountMenu } from './account-menu.tsx';
import { Bell } from './bell.tsx';
import { foundations, itemsFor, NavLink } from './nav.tsx';
import { setShell } from './shell-state.ts';

export function SideNav({ session, collapsed }: { session: Session; collapsed: boolean }) {
  return (
    <nav aria-label={t('shell.nav')} className={cx('flex shrink-0 flex-col gap-2 p-2', collapsed ? 'w-[var(--nav-collapsed)]' : 'w-[var(--nav)]')}>
      <div className={cx('group flex h-9 items-center gap-1.5', collapsed ? 'justify-center' : 'ps-2')}>
        <Avatar name={session.workspace.name} kind="company" labelled={collapsed} />
        {!collapsed && (
          <span className="min-w-0 flex-1 truncate text-14 font-semibold">
            <bdi>{session.workspace.name}</bdi>
          </span>
        )}
        {!collapsed && (
          <span className="flex">
            <Bell look="icon" />
            <IconButton size="compact" label={t('shell.nav.collapse')} shortcut="mod+b" onPress={() => setShell({ collapsed: true })}>
              <PanelLeftClose size={16} strokeWidth={1.75} className="flip" aria-hidden />
            </IconButton>
          </span>
        )}
      </div>
      <Button
        onPress={() => setShell({ palette: true })}
        aria-label={collapsed ? t('shell.search') : undefined}
        className={cx(
          'flex h-8 items-center gap-2 rounded-control border border-line bg-surface text-muted data-hovered:border-line-strong',
          collapsed ? 'justify-center' : 'px-2',
        )}
      >
        <Search size={16} strokeWidth={1.75} aria-hidden className="shrink-0" />
        {!collapsed && <span className="min-w-0 flex-1 truncate text-start">{t('shell.search')}</span>}
        {!collapsed && <KeyHint keys="mod+k" />}
      </Button>
      <ul className="flex flex-col gap-0.5">
        {itemsFor(session).map((item) => (
          <li key={item.id}>
            <NavLink item={item} collapsed={collapsed} count={item.id === 'inbox' ? session.counts?.inbox : undefined} />
          </li>
        ))}
      </ul>
      <div className="flex-1" />
      <div className="flex flex-col gap-0.5">
        {collapsed && (
          <span className="flex justify-center">
            <Bell look="icon" />
          </span>
        )}
        {collapsed && (
          <span className="flex justify-center">
            <IconButton label={t('shell.nav.expand')} shortcut="mod+b" onPress={() => setShell({ collapsed: false })}>
              <PanelLeftOpen size={16} strokeWidth={1.75} className="flip" aria-hidden />
            </IconButton>
          </span>
        )}
        {session.audience === 'workspace' && foundations.map((item) => <NavLink key={item.id} item={item} collapsed={collapsed} />)}
        <AccountMenu session={session} collapsed={collapsed} />
      </div>
    </nav>
  );
}
