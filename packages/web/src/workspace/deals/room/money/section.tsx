import { useState } from 'react';
import { TriangleAlert } from 'lucide-react';
import { useApi } from '../../../../lib/api/index.ts';
import { t } from '../../../../lib/i18n/i18n.ts';
import { InstantText } from '../../../../lib/i18n/values.tsx';
import { useCan } from '../../../../lib/session.ts';
import { Button } from '../../../../ui/button.tsx';
import { Card, Facts } from '../../../../ui/page.tsx';
import { ErrorState, SkeletonRows } from '../../../../ui/states.tsx';
import { ExactMoney } from '../../../disbursements/exact-money.tsx';
import { LinkButton } from '../../../partners/kit/link-button.tsx';
import type { Deal } from '../use-room.ts';
import { RecomputeDialog } from './recompute-dialog.tsx';
import type { Plan } from './use-settling.ts';
import { Waterfall } from './waterfall.tsx';
import { wayName } from './words.ts';

/** How the deal is settled: the way that was chosen, what of it is old by now, and where the money goes. */
export function MoneySection({ deal }: { deal: Deal }) {
  return useCan('quotes:read') ? <Section deal={deal} /> : null;
}

function Section({ deal }: { deal: Deal }) {
  const plan = useApi('settlement.plan', { params: { id: deal.id } });
  const to = `/deals/${deal.id}/settlement`;
  return (
    <Card title={t('settlement.money')} flush actions={<LinkButton to={to}>{t('settlement.compare')}</LinkButton>}>
      {plan.data !== undefined ? (
        plan.data.plan === null ? (
          <p className="p-4 text-muted">{t('settlement.none')}</p>
        ) : (
          <Standing plan={plan.data} current={plan.data.plan} />
        )
      ) : plan.error !== null ? (
        <div className="p-4">
          <ErrorState compact error={plan.error} onRetry={() => void plan.refetch()} />
        </div>
      ) : (
        <SkeletonRows rows={3} widths={[40, 20, 16]} what={t('settlement.money')} />
      )}
    </Card>
  );
}

function Standing({ plan, current }: { plan: Plan; current: NonNullable<Plan['plan']> }) {
  const { option } = current;
  const money = option.money;
  return (
    <>
      <div className="flex flex-col gap-3 p-4">
        <p className="text-15 font-semibold">
          <bdi>{wayName(option)}</bdi>
        </p>
        {money !== null && (
          <Facts
            items={[
              { label: t('settlement.step.buyer_price'), value: <ExactMoney value={{ amountMinor: money.buyerMinor, currency: option.currency }} /> },
              { label: t('settlement.step.net'), value: <ExactMoney value={{ amountMinor: money.netMinor, currency: option.currency }} /> },
              { label: t('settlement.version'), value: <bdi className="num">{current.number}</bdi> },
              { label: t('settlement.chosenBy'), value: <bdi>{current.chosenBy}</bdi> },
              { label: t('settlement.chosenAt'), value: <InstantText at={current.chosenAt} /> },
            ]}
          />
        )}
        <p className="text-muted">
          <bdi>{current.reason}</bdi>
        </p>
        <OutOfDate plan={plan} />
      </div>
      {money !== null && <Waterfall key={current.number} steps={money.steps} currency={option.currency} name={wayName(option)} />}
    </>
  );
}

/** What has changed since, and the act that makes it right. */
export function OutOfDate({ plan }: { plan: Plan }) {
  const mayWrite = useCan('settlement:write');
  const [asking, setAsking] = useState(false);
  if (plan.outOfDate.length === 0) return null;
  return (
    <output className="flex flex-wrap items-start gap-3 rounded-popover bg-warn-soft px-3 py-2">
      <TriangleAlert size={16} className="mt-0.5 shrink-0 text-warn" aria-hidden />
      <span className="min-w-0 flex-1">
        <span className="block font-medium text-warn">{t('settlement.outOfDate')}</span>
        {plan.outOfDate.map((one, index) => (
          <bdi key={index} className="block">
            {one.sentence}
          </bdi>
        ))}
      </span>
      {mayWrite && (
        <Button size="compact" onPress={() => setAsking(true)}>
          {t('settlement.recompute')}
        </Button>
      )}
      {asking && <RecomputeDialog plan={plan} onClose={() => setAsking(false)} />}
    </output>
  );
}
