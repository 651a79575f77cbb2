import { reportsSales } from '../nav.tsx';
import { useHome, usePortalSession } from '../session.ts';
import { Views } from '../shared/rows.tsx';
import { t } from '../text.ts';

/** Only who sells through others has more than deals here. */
export function DealViews({ open }: { open: 'deals' | 'reports' }) {
  const session = usePortalSession().data;
  const { data: home } = useHome();
  if (session === undefined || !reportsSales(session, home)) return null;
  return (
    <Views
      label={t('portal.deals.views')}
      items={[
        { to: '/portal/deals', label: t('portal.nav.deals'), open: open === 'deals' },
        { to: '/portal/reports', label: t('portal.nav.reports'), open: open === 'reports' },
      ]}
    />
  );
}
