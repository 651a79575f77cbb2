import { fetchJson } from '../lib/http.ts';
import { locales, setLocale, useLocaleId } from '../lib/i18n/i18n.ts';
import { setTheme, type ThemeChoice, useTheme } from '../ui/theme.ts';
import { Button } from './kit/button.tsx';
import { Choose } from './kit/fields.tsx';
import type { PortalSession } from './session.ts';
import { t } from './text.ts';

const themes: readonly ThemeChoice[] = ['light', 'dark', 'system'];

async function signOut(): Promise<void> {
  await fetchJson('/api/auth/sign-out', { method: 'POST', body: {} });
  window.location.assign('/sign-in?next=/portal');
}

export function AccountPanel({ session }: { session: PortalSession }) {
  const theme = useTheme();
  const locale = useLocaleId();
  return (
    <div className="flex flex-col gap-3">
      <div className="min-w-0">
        <p className="truncate font-medium">
          <bdi>{session.person.name}</bdi>
        </p>
        <p className="truncate text-12 text-muted">
          <bdi>{session.person.email}</bdi>
        </p>
        <p className="truncate text-12 text-muted">
          <bdi>{session.partner?.name}</bdi>
        </p>
      </div>
      <Choose
        label={t('portal.language')}
        choices={locales.map((entry) => ({ id: entry.id, label: entry.name }))}
        value={locale}
        onChange={(id) => void setLocale(id)}
      />
      <Choose label={t('portal.theme')} choices={themes.map((id) => ({ id, label: t(`portal.theme.${id}`) }))} value={theme} onChange={setTheme} />
      {!session.viewAs && <Button onClick={() => void signOut()}>{t('portal.signOut')}</Button>}
    </div>
  );
}
