import { CircleCheck } from 'lucide-react';
import { useApi } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Money } from '../../../lib/i18n/values.tsx';
import { Facts } from '../../../ui/page.tsx';
import { DrawdownRow } from '../../deals/room/marketplace/drawdown-row.tsx';
import { IssueList } from '../kit/issue-list.tsx';
import { blocking, type Offer } from '../words.ts';

/** What stands against sending it, each with the way to its field; what is left after the fee; and whether the purchase draws down. */
export function CheckStep({ offer, onGo }: { offer: Offer; onGo: (field: string) => void }) {
  const drawdown = useApi('commitments.ofDeal', { params: { id: offer.dealId } });
  const routes = (drawdown.data?.routes ?? []).filter((route) => route.routeId === offer.routeId);
  const money = (amountMinor: number) => <Money value={{ amountMinor, currency: offer.currency }} />;
  return (
    <>
      {blocking(offer.issues).length === 0 && (
        <p className="flex items-center gap-2 rounded-popover bg-ok-soft px-3 py-2 text-ok">
          <CircleCheck size={16} strokeWidth={1.75} aria-hidden />
          {t('offers.check.ok')}
        </p>
      )}
      <IssueList issues={offer.issues} onGo={onGo} />
      <Facts
        items={[
          { label: t('offers.amount'), value: money(offer.amountMinor) },
          { label: t('offers.fee'), value: money(offer.feeMinor) },
          { label: t('offers.net'), value: money(offer.netMinor) },
        ]}
      />
      <section aria-label={t('drawdown.title')} className="flex flex-col gap-2 border-t border-line pt-4">
        <h3 className="text-12 font-medium text-muted">{t('drawdown.title')}</h3>
        {routes.length === 0 ? (
          <p className="text-muted">{t('drawdown.unknown')}</p>
        ) : (
          <ul className="flex flex-col gap-3">
            {routes.map((route) => (
              <DrawdownRow key={`${route.routeId} ${route.programme}`} route={route} />
            ))}
          </ul>
        )}
      </section>
    </>
  );
}
