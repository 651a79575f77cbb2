import { t } from '../../lib/i18n/i18n.ts';
import { PageHeader } from '../../ui/page.tsx';

export function DealsScreen() {
  return <PageHeader title={t('deals.title')} />;
}

export function DealRoom() {
  return <PageHeader title={t('deals.title')} />;
}
