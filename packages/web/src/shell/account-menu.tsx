import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'react-aria-components';
import { locales, setLocale, t, useLocaleId } from '../lib/i18n/i18n.ts';
import { fetchJson } from '../lib/http.ts';
import type { Session } from '../lib/session.ts';
import { Avatar } from '../ui/avatar.tsx';
import { cx } from '../ui/cx.ts';
import { Menu } from '../ui/menu.tsx';
import { setTheme, type ThemeChoice, useTheme } from '../ui/theme.ts';
import { setShell } from './shell-state.ts';

const themes: readonly ThemeChoice[] = ['light', 'dark', 'system'];

export function AccountMenu({ session, collapsed }: { session: Session; collapsed: boolean }) {
  const theme = useTheme();
  const locale = useLocaleId();
  const client = useQueryClient();
  const navigate = useNavigate();

  async function signOut() {
    await fetchJson('/api/auth/sign-out', { method: 'POST', body: {} });
    client.clear();
    await navigate({ to: '/sign-in' });
  }

  return (
    <Menu
      label={t('shell.account', { name: session.person.name })}
      placement="top start"
      groups={[
        {
          id: 'theme',
          title: t('shell.theme'),
          items: themes.map((id) => ({ id: `theme-${id}`, label: t(`shell.theme.${id}`), isSelected: theme === id, onAction: () => setTheme(id) })),
        },
        {
          id: 'language',
          title: t('shell.language'),
          items: locales.map((entry) => ({
            id: `locale-${entry.id}`,
            label: entry.name,
            isSelected: locale === entry.id,
            onAction: () => void setLocale(entry.id),
          })),
        },
        {
          id: 'account',
          items: [
            { id: 'keys', label: t('shell.shortcuts'), shortcut: '?', onAction: () => setShell({ sheet: true }) },
            { id: 'out', label: t('shell.signOut'), onAction: () => void signOut() },
          ],
        },
      ]}
    >
      <Button
        aria-label={collapsed ? t('shell.account', { name: session.person.name }) : undefined}
        className={cx('flex h-10 w-full items-center gap-2.5 rounded-control text-start data-hovered:bg-hover', collapsed ? 'justify-center' : 'px-1.5')}
      >
        <Avatar name={session.person.name} />
        {!collapsed && (
          <span className="min-w-0 flex-1 truncate">
            <bdi>{session.person.name}</bdi>
          </span>
        )}
      </Button>
    </Menu>
  );
}
