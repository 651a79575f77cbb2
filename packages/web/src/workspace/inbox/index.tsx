import { t } from '../../lib/i18n/i18n.ts';
import { PageHeader } from '../../ui/page.tsx';

export function InboxScreen() {
  return <PageHeader title={t('inbox.title')} />;
}
