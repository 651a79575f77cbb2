import { reportsSales } from '../nav.tsx';
import { useHome, usePortalSession } from '../session.ts';
import { Views } from '../shared/rows.tsx';
import { t } from '../text.ts';

/** Reports are for who sells through others; incentives are here for those who have no way to them from money. */
export function DealViews({ open }: { open: 'deals' | 'reports' | 'incentives' }) {
  const session = usePortalSession().data;
  const { data: home } = useHome();
  if (session === undefined) return null;
  const reports = reportsSales(session, home);
  const incentives = session.permissions.includes('portal:deals') && !session.permissions.includes('portal:money');
  if (!reports && !incentives) return null;
  return (
    <Views
      label={t('portal.deals.views')}
      items={[
        { to: '/portal/deals', label: t('portal.nav.deals'), open: open === 'deals' },
        ...(reports ? [{ to: '/portal/reports', label: t('portal.nav.reports'), open: open === 'reports' }] : []),
        ...(incentives ? [{ to: '/portal/incentives', label: t('portal.incentives.title'), open: open === 'incentives' }] : []),
      ]}
    />
  );
}
