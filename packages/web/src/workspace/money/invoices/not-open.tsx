import { t } from '../../../lib/i18n/i18n.ts';
import { PageBody, PageHeader } from '../../../ui/page.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { MoneyPages } from '../money-pages.tsx';

/** Somebody came by an address whose role reads no invoices. */
export function NotOpen() {
  return (
    <>
      <MoneyPages />
      <PageHeader title={t('money.invoices')} />
      <PageBody>
        <EmptyState title={t('invoices.mayNotRead')} detail={t('money.none.detail')} />
      </PageBody>
    </>
  );
}
