import { t } from '../../lib/i18n/i18n.ts';
import { PageHeader } from '../../ui/page.tsx';

export function AccountsScreen() {
  return <PageHeader title={t('accounts.title')} />;
}

export function AccountScreen() {
  return <PageHeader title={t('accounts.title')} />;
}
