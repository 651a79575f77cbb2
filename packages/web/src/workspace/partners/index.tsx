import { t } from '../../lib/i18n/i18n.ts';
import { PageHeader } from '../../ui/page.tsx';

export function PartnersScreen() {
  return <PageHeader title={t('partners.title')} />;
}

export function PartnerScreen() {
  return <PageHeader title={t('partners.title')} />;
}
