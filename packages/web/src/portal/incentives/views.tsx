import { DealViews } from '../deals/deal-views.tsx';
import { MoneyViews } from '../money/money-views.tsx';
import { usePortalSession } from '../session.ts';
import { Views } from '../shared/rows.tsx';
import { t } from '../text.ts';

const views = [
  ['rebates', '/portal/money/incentives', 'portal:money'],
  ['spiffs', '/portal/incentives', 'portal:deals'],
  ['influence', '/portal/incentives/claims', 'portal:deals'],
] as const;

/** Who may see money comes here from money, everybody else from the deals. */
export function IncentiveViews({ open }: { open: (typeof views)[number][0] }) {
  const permissions = usePortalSession().data?.permissions ?? [];
  return (
    <>
      {permissions.includes('portal:money') ? <MoneyViews open="incentives" /> : <DealViews open="incentives" />}
      <Views
        label={t('portal.incentives.title')}
        items={views
          .filter(([, , scope]) => permissions.includes(scope))
          .map(([id, to]) => ({ to, label: t(`portal.incentives.view.${id}`), open: id === open }))}
      />
    </>
  );
}
