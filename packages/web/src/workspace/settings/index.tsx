import { t } from '../../lib/i18n/i18n.ts';
import { PageHeader } from '../../ui/page.tsx';

export function SettingsScreen() {
  return <PageHeader title={t('settings.title')} />;
}
