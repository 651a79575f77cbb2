import { t } from '../lib/i18n/i18n.ts';
import { PageLinks } from '../workspace/partners/kit/link-button.tsx';
import { claimPages } from './nav.tsx';

/** Above the lists of registrations, leads and cases: the way between them. */
export function ClaimLinks() {
  return (
    <div className="flex h-10 shrink-0 items-center border-b border-line bg-surface px-3 md:px-4">
      <PageLinks
        label={t('shell.claims')}
        items={[{ to: '/registrations', label: t('shell.nav.registrations') }, ...claimPages.map(({ to, label }) => ({ to, label: t(label) }))]}
      />
    </div>
  );
}
