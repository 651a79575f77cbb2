import { t } from '../../lib/i18n/i18n.ts';
import { PageHeader } from '../../ui/page.tsx';

export function ImportsScreen() {
  return <PageHeader title={t('imports.title')} />;
}

export function ImportWizard() {
  return <PageHeader title={t('imports.title')} />;
}

export function ImportScreen() {
  return <PageHeader title={t('imports.title')} />;
}
