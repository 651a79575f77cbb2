import { marketPages } from '../../shell/nav.tsx';
import { t } from '../../lib/i18n/i18n.ts';
import { PageLinks } from '../partners/kit/link-button.tsx';

/** Above marketplaces, usage and disbursements: the way between what is sold there, what is billed and what comes back. */
export function MarketLinks() {
  return (
    <div className="flex h-10 shrink-0 items-center border-b border-line bg-surface px-3 md:px-4">
      <PageLinks
        label={t('metering.places')}
        items={[{ to: '/marketplaces', label: t('marketplaces.title') }, ...marketPages.map(({ to, label }) => ({ to, label: t(label) }))]}
      />
    </div>
  );
}
