import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'react-aria-components';
import { locales, setLocale, t, useLocaleId } from '../lib/i18n/i18n.ts';
import { useRegisterActions } from '../lib/actions.ts';
import { fetchJson } from '../lib/http.ts';
import type { Session } from '../lib/session.ts';
import { chooseWorkspace } from '../lib/workspace.ts';
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

  // Everything on the screen belongs to the workspace one leaves: the page begins anew, so that nothing of it stays behind.
  function switchTo(slug: string) {
    if (slug === session.workspace.slug) return;
    chooseWorkspace(slug);
    location.assign('/');
  }
  const several = session.workspaces.length > 1;
  useRegisterActions(
    () =>
      session.workspaces
        .filter((workspace) => workspace.id !== session.workspace.id)
        .map((workspace) => ({
          id: `workspace-${workspace.id}`,
          label: 'shell.switchTo',
          values: { name: workspace.name },
          scope: 'navigation',
          run: () => switchTo(workspace.slug),
        })),
    [session],
  );

  return (
    <Menu
      label={t('shell.account', { name: session.person.name })}
      placement="top start"
      groups={[
        ...(several
          ? [
              {
                id: 'workspace',
                title: t('shell.workspaces'),
                items: session.workspaces.map((workspace) => ({
                  id: `workspace-${workspace.id}`,
                  label: workspace.name,
                  isSelected: workspace.id === session.workspace.id,
                  onAction: () => switchTo(workspace.slug),
                })),
              },
            ]
          : []),
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
            {
              id: 'security',
              label: t('shell.toSecurity'),
              onAction: () => void navigate({ to: '/settings/$section', params: { section: 'security' } }),
            },
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
