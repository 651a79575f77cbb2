import { useState } from 'react';
import { X } from 'lucide-react';
import { Link } from '@tanstack/react-router';
import { problemSentence } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Num } from '../../../lib/i18n/values.tsx';
import { useCan } from '../../../lib/session.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Card } from '../../../ui/page.tsx';
import { toast } from '../../../ui/toast.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { FormDrawer } from '../../partners/kit/form-drawer.tsx';
import { Nothing } from '../../partners/kit/record-page.tsx';
import { DealPicker } from '../kit/deal-picker.tsx';
import { Minor, none } from './marks.tsx';
import { Lines } from './request-cards.tsx';
import { useFundAct } from './use-fund-act.ts';
import type { RequestDetail } from './words.ts';

type Deal = RequestDetail['return']['deals'][number];
type Sums = RequestDetail['return']['open'];
const sums = (values: Sums) =>
  values.length === 0 ? (
    none
  ) : (
    <span className="flex flex-col items-end">
      {values.map((value) => (
        <ExactMoney key={value.currency} value={value} />
      ))}
    </span>
  );

/** What came of the activity, held against what it cost; each figure comes from the deals named under it. */
export function ReturnCard({ request }: { request: RequestDetail }) {
  const [linking, setLinking] = useState(false);
  const mayWrite = useCan('funds:write');
  const own = request.return;
  return (
    <Card
      title={t('funds.return')}
      note={t('funds.return.note')}
      flush
      actions={
        <Button size="compact" isDisabled={!mayWrite} onPress={() => setLinking(true)}>
          {t('funds.deal.link')}
        </Button>
      }
    >
      <div className="px-4 py-2">
        <Lines
          items={[
            [t('funds.return.cost'), <Minor key="1" amountMinor={own.costMinor} currency={own.currency} />],
            [t('funds.return.open'), sums(own.open)],
            [t('funds.return.won'), sums(own.won)],
            [t('funds.return.sourced'), <Num key="2" value={own.sourcedDeals} />],
            [t('funds.return.touches'), <Num key="3" value={own.touches} />],
            [
              t('funds.return.leads'),
              request.campaign === null || own.leads === 0 ? (
                <Num value={own.leads} />
              ) : (
                <Link to="/leads" search={{ q: request.campaign }} className="link">
                  <Num value={own.leads} />
                </Link>
              ),
            ],
          ]}
        />
      </div>
      {own.deals.length === 0 ? (
        <Nothing>{t('funds.deals.none')}</Nothing>
      ) : (
        <ul aria-label={t('funds.deals')} className="border-t border-line">
          {own.deals.map((deal) => (
            <DealRow key={deal.dealId} request={request} deal={deal} />
          ))}
        </ul>
      )}
      {linking && <LinkDeal request={request} onClose={() => setLinking(false)} />}
    </Card>
  );
}

function DealRow({ request, deal }: { request: RequestDetail; deal: Deal }) {
  const mayWrite = useCan('funds:write');
  const unlink = useFundAct('fundRequests.unlinkDeal');
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-2 last:border-b-0">
      <span className="min-w-0 flex-1">
        <Link to="/deals/$dealId" params={{ dealId: deal.dealId }} className="link">
          <bdi>{t('funds.deal.named', { number: deal.number, name: deal.name })}</bdi>
        </Link>
        <span className="block text-12 text-muted">
          {deal.sourced && `${t('funds.deal.sourced')} · `}
          {t('funds.deal.touches', { n: deal.touches })} · {t('funds.deal.by', { name: deal.linkedBy })}
        </span>
      </span>
      <Badge tone={deal.status === 'won' ? 'ok' : 'neutral'}>{t(`funds.deal.${deal.status}`)}</Badge>
      <Minor amountMinor={deal.amountMinor} currency={deal.currency} />
      {mayWrite && (
        <IconButton
          size="compact"
          label={t('funds.deal.unlink', { name: deal.name })}
          isPending={unlink.isPending}
          onPress={() =>
            unlink.mutate(
              { params: { id: request.id, childId: deal.dealId } },
              { onError: (error) => toast(problemSentence(error, t('work.refused')), { tone: 'bad' }) },
            )
          }
        >
          <X size={14} aria-hidden />
        </IconButton>
      )}
    </li>
  );
}

function LinkDeal({ request, onClose }: { request: RequestDetail; onClose: () => void }) {
  const [dealId, setDeal] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  const link = useFundAct('fundRequests.linkDeal');
  return (
    <FormDrawer
      look="modal"
      title={t('funds.deal.link')}
      verb={t('funds.deal.link')}
      isOpen
      onClose={onClose}
      onSubmit={() => {
        setTried(true);
        if (dealId !== null) link.mutate({ params: { id: request.id }, body: { dealId } }, { onSuccess: onClose });
      }}
      isPending={link.isPending}
      error={link.error}
    >
      <p className="text-muted">{t('funds.deal.link.note')}</p>
      <DealPicker value={dealId} onChange={setDeal} />
      {tried && dealId === null && <p className="-mt-3 text-12 text-bad">{t('funds.deal.missing')}</p>}
    </FormDrawer>
  );
}
