import { useState } from 'react';
import { useApi } from '../../../../lib/api/index.ts';
import { t } from '../../../../lib/i18n/i18n.ts';
import { DateText, Money } from '../../../../lib/i18n/values.tsx';
import { useCan } from '../../../../lib/session.ts';
import { Button } from '../../../../ui/button.tsx';
import { Card } from '../../../../ui/page.tsx';
import { ErrorState } from '../../../../ui/states.tsx';
import { CommitmentsDialog } from './commitments-dialog.tsx';
import { DrawdownRow } from './drawdown-row.tsx';

/** What the customer has committed to spend with each cloud, and whether the routes of this deal would draw it down. */
export function DrawdownCard({ dealId, routeId, accountId }: { dealId: string; routeId?: string; accountId?: string | null }) {
  const mayRead = useCan('marketplaces:read');
  const mayWrite = useCan('marketplaces:write');
  const drawdown = useApi('commitments.ofDeal', { params: { id: dealId } }, { enabled: mayRead });
  const [editing, setEditing] = useState(false);
  if (!mayRead) return null;
  const account = accountId ?? drawdown.data?.commitments[0]?.accountId ?? null;
  if (drawdown.error !== null && drawdown.data === undefined)
    return (
      <Card title={t('drawdown.title')}>
        <ErrorState compact error={drawdown.error} onRetry={() => void drawdown.refetch()} />
      </Card>
    );
  if (drawdown.data === undefined) return null;
  const { commitments, warning } = drawdown.data;
  const routes = drawdown.data.routes.filter((route) => routeId === undefined || route.routeId === routeId);
  if (commitments.length === 0 && (account === null || !mayWrite)) return null;
  return (
    <Card
      title={t('drawdown.title')}
      actions={
        mayWrite &&
        account !== null && (
          <Button size="compact" onPress={() => setEditing(true)}>
            {t(commitments.length === 0 ? 'drawdown.add' : 'drawdown.edit')}
          </Button>
        )
      }
    >
      {commitments.length === 0 && <p className="text-muted">{t('drawdown.none')}</p>}
      {warning !== null && routeId === undefined && (
        <output className="block mb-3 rounded-popover bg-warn-soft px-3 py-2 text-warn">
          <bdi>{warning}</bdi>
        </output>
      )}
      <ul className="flex flex-col gap-3">
        {commitments.map((commitment) => (
          <li key={commitment.id} className="flex items-baseline justify-between gap-3">
            <span className="min-w-0">
              <bdi className="font-medium">{commitment.programme}</bdi>
              <span className="block text-12 text-muted">
                {t('drawdown.source')}: <bdi>{commitment.source}</bdi> · <bdi>{commitment.notedBy}</bdi>, <DateText date={commitment.notedAt} />
              </span>
            </span>
            <span className="text-end text-12 text-muted">
              {commitment.remainingMinor === null ? (
                t('drawdown.remaining.unknown')
              ) : (
                <>
                  {t('drawdown.remaining')} <Money value={{ amountMinor: commitment.remainingMinor, currency: commitment.currency }} look="compact" />
                </>
              )}{' '}
              / <Money value={{ amountMinor: commitment.amountMinor, currency: commitment.currency }} look="compact" />
            </span>
          </li>
        ))}
        {routes.map((route) => (
          <DrawdownRow key={`${route.routeId} ${route.programme}`} route={route} />
        ))}
      </ul>
      {editing && account !== null && <CommitmentsDialog accountId={account} onClose={() => setEditing(false)} />}
    </Card>
  );
}
