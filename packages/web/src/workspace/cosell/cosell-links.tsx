import { cosellPages } from '../../shell/nav.tsx';
import { t } from '../../lib/i18n/i18n.ts';
import { PageLinks } from '../partners/kit/link-button.tsx';

/** Above deals, invitations and programmes: the way between them. */
export function CosellLinks() {
  return (
    <div className="flex h-10 shrink-0 items-center border-b border-line bg-surface px-3 md:px-4">
      <PageLinks
        label={t('cosell.places')}
        items={[{ to: '/deals', label: t('shell.nav.deals'), exact: true }, ...cosellPages.map(({ to, label }) => ({ to, label: t(label), exact: true }))]}
      />
    </div>
  );
}
