import { useNavigate } from '@tanstack/react-router';
import { t } from '../../../lib/i18n/i18n.ts';
import { DateText, Money, RelativeTime } from '../../../lib/i18n/values.tsx';
import { useApi } from '../../../lib/api/index.ts';
import { StageBadge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Sheet } from '../../../ui/dialog.tsx';
import { Facts } from '../../../ui/page.tsx';
import { RoleGlyph, roleName } from '../../../ui/role-glyph.tsx';
import { SlaClock } from '../../../ui/sla-clock.tsx';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { dealNumber } from './columns.tsx';
import type { DealRow } from './export.ts';

/** Enough to decide whether to open the deal. */
export function DealPeek({ row, onClose }: { row: DealRow; onClose: () => void }) {
  const navigate = useNavigate();
  const deal = useApi('deals.get', { params: { id: row.id } });
  return (
    <Sheet
      title={row.name}
      note={dealNumber(row.number)}
      isOpen
      onClose={onClose}
      footer={
        <Button kind="primary" onPress={() => void navigate({ to: '/deals/$dealId', params: { dealId: row.id } })}>
          {t('deals.peek.open')}
        </Button>
      }
    >
      <div className="flex flex-col gap-5">
        <div>
          <StageBadge stage={row.stage} />
        </div>
        <Facts
          items={[
            {
              label: t('deals.col.amount'),
              value: row.amountMinor === null ? '–' : <Money value={{ amountMinor: row.amountMinor, currency: row.currency }} />,
            },
            { label: t('deals.col.close'), value: row.closeOn === null ? '–' : <DateText date={row.closeOn} /> },
            { label: t('deals.col.owner'), value: row.ownerName ?? '–' },
            { label: t('deals.col.activity'), value: <RelativeTime at={row.lastActivityAt} /> },
          ]}
        />
        {deal.isPending && <SkeletonRows rows={4} what={row.name} />}
        {deal.error !== null && <ErrorState compact error={deal.error} onRetry={() => void deal.refetch()} />}
        {deal.data && (
          <>
            <h3 className="font-semibold">{t('deals.lanes')}</h3>
            <ul className="flex flex-col gap-2">
              {deal.data.participants.map((lane) => (
                <li key={lane.id} className="flex items-center gap-2">
                  <RoleGlyph role={lane.role} labelled={false} />
                  <span className="w-28 text-muted">{roleName(lane.role)}</span>
                  <bdi className="font-medium">{lane.partnerName}</bdi>
                </li>
              ))}
              {deal.data.participants.length === 0 && <li className="text-muted">{t('deals.lanes.empty')}</li>}
            </ul>
            <h3 className="font-semibold">{t('deals.next')}</h3>
            <ul className="flex flex-col gap-2">
              {deal.data.acts
                .filter((act) => act.status === 'open')
                .map((act) => (
                  <li key={act.id} className="flex justify-between gap-3">
                    <bdi>{act.title}</bdi>
                    <SlaClock dueAt={act.dueAt} startedAt={act.openedAt} />
                  </li>
                ))}
              {deal.data.acts.every((act) => act.status !== 'open') && <li className="text-muted">{t('deals.next.empty')}</li>}
            </ul>
          </>
        )}
      </div>
    </Sheet>
  );
}
