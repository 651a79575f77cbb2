import { Navigate } from '@tanstack/react-router';
import { t } from '../../lib/i18n/i18n.ts';
import { useSession } from '../../lib/session.ts';
import { moneyAreas } from '../../shell/nav.tsx';
import { PageBody, PageHeader } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';

/** The first area one may read, in the order in which money flows. */
export function MoneyHome() {
  const session = useSession();
  const first = moneyAreas.find(({ scope }) => session?.permissions.includes(scope));
  if (first) return <Navigate to={first.to} replace />;
  return (
    <>
      <PageHeader title={t('money.title')} />
      <PageBody>
        <EmptyState title={t('money.none')} detail={t('money.none.detail')} />
      </PageBody>
    </>
  );
}
