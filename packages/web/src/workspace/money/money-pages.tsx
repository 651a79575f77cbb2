import { t } from '../../lib/i18n/i18n.ts';
import { useSession } from '../../lib/session.ts';
import { moneyAreas } from '../../shell/nav.tsx';
import { PageLinks } from '../partners/kit/link-button.tsx';

/** Above every page of money: the way between its areas, as far as one may read them. */
export function MoneyPages() {
  const session = useSession();
  const items = moneyAreas.filter(({ scope }) => session?.permissions.includes(scope)).map(({ to, label }) => ({ to, label: t(label) }));
  return (
    <div className="flex h-10 shrink-0 items-center border-b border-line bg-surface px-3 md:px-4">
      <PageLinks label={t('money.title')} items={items} />
    </div>
  );
}
