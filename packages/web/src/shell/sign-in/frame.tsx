import type { ReactNode } from 'react';
import { locales, setLocale, t, useLocaleId } from '../../lib/i18n/i18n.ts';
import { cx } from '../../ui/cx.ts';
import { RoleGlyph } from '../../ui/role-glyph.tsx';

const brandRoles = ['source', 'influence', 'integrate', 'resell', 'distribute', 'marketplace', 'technology', 'service'] as const;

/** Around every step before the workspace: whose door this is, one card, the language. */
export function SignInFrame({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="flex min-h-full flex-col items-center justify-center bg-desk px-4 py-8">
      <div className="w-full max-w-95">
        <div className="mb-6 flex flex-col items-center gap-2 text-center">
          <span className="flex gap-1" aria-hidden>
            {brandRoles.map((role) => (
              <RoleGlyph key={role} role={role} size={14} labelled={false} />
            ))}
          </span>
          <p className="text-24 font-semibold">Entente</p>
          <p className="text-muted">{t('signIn.tagline')}</p>
        </div>
        <div className="flex flex-col gap-4 rounded-card border border-line bg-surface p-6">
          <h1 className="text-15 font-semibold">{title}</h1>
          {children}
        </div>
        <Languages />
      </div>
    </main>
  );
}

function Languages() {
  const current = useLocaleId();
  return (
    <ul aria-label={t('shell.language')} className="mt-4 flex justify-center gap-1">
      {locales.map((locale) => (
        <li key={locale.id}>
          <button
            type="button"
            lang={locale.id}
            aria-pressed={locale.id === current}
            onClick={() => void setLocale(locale.id)}
            className={cx('h-8 rounded-control px-3 text-12 hover:bg-hover', locale.id === current ? 'font-medium text-text' : 'text-muted')}
          >
            {locale.name}
          </button>
        </li>
      ))}
    </ul>
  );
}
