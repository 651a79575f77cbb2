import { dataPages } from '../../shell/nav.tsx';
import { t } from '../../lib/i18n/i18n.ts';
import { PageLinks } from '../partners/kit/link-button.tsx';

/** Above connections, conflicts and imports: the way between what goes in and out. */
export function DataLinks() {
  return (
    <div className="flex h-10 shrink-0 items-center border-b border-line bg-surface px-3 md:px-4">
      <PageLinks label={t('connections.places')} items={dataPages.map(({ to, label }) => ({ to, label: t(label) }))} />
    </div>
  );
}
