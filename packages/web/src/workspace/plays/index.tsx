import { t } from '../../lib/i18n/i18n.ts';
import { PageHeader } from '../../ui/page.tsx';

export function PlaysScreen() {
  return <PageHeader title={t('plays.title')} />;
}

export function PlayScreen() {
  return <PageHeader title={t('plays.title')} />;
}

export function RunScreen() {
  return <PageHeader title={t('plays.title')} />;
}
