import { t } from '../../../lib/i18n/i18n.ts';
import { PageBody, PageHeader } from '../../../ui/page.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { MoneyPages } from '../money-pages.tsx';

/** Somebody came by an address: the books are open to finance, auditors, owners and admins. */
export function NotOpen() {
  return (
    <>
      <MoneyPages />
      <PageHeader title={t('ledger.title')} />
      <PageBody>
        <EmptyState title={t('ledger.notOpen')} detail={t('money.none.detail')} />
      </PageBody>
    </>
  );
}
