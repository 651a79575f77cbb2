import { useState } from 'react';
import { useParams } from '@tanstack/react-router';
import { useApi, type Result } from '../../../../lib/api/index.ts';
import { t } from '../../../../lib/i18n/i18n.ts';
import { useCan } from '../../../../lib/session.ts';
import { Card, PageBody, PageHeader } from '../../../../ui/page.tsx';
import { EmptyState } from '../../../../ui/states.tsx';
import { AccountPicker } from '../../../deals/kit/pickers.tsx';
import { RecordPage } from '../../../partners/kit/record-page.tsx';
import { useUrlState } from '../../../partners/kit/url-state.ts';
import { MoneyPages } from '../../money-pages.tsx';
import { quoteNumber } from '../words.ts';
import { Builder } from './builder.tsx';
import { DealPicker } from './deal-picker.tsx';
import { emptyRequest } from './draft.ts';

type Deal = Result<'deals.get'>;
const crumbs = [{ label: t('quotes.title'), to: '/money/quotes' }];

/** A new quote begins with its deal; the address keeps it, so that the deal's room can lead here. */
export function NewQuoteScreen() {
  const url = useUrlState();
  const dealId = url.text('deal');
  const mayWrite = useCan('quotes:write');
  const deal = useApi('deals.get', { params: { id: dealId ?? '' } }, { enabled: dealId !== undefined });
  if (!mayWrite) return <MayNot />;
  return (
    <>
      <MoneyPages />
      {dealId === undefined ? (
        <ChooseDeal onChoose={(id) => url.set({ deal: id })} />
      ) : (
        <RecordPage query={deal} what={t('quotes.new')}>
          {(record) => <Builder key={record.id} deal={record} start={startOf(record)} />}
        </RecordPage>
      )}
    </>
  );
}

/** The deal already says its currency, and who resells it. */
function startOf(deal: Deal) {
  const reseller = deal.participants.find(({ role }) => role === 'resell');
  return { request: emptyRequest(deal.currency, reseller?.partnerId ?? null, null), partnerName: reseller?.partnerName ?? null };
}

function ChooseDeal({ onChoose }: { onChoose: (id: string) => void }) {
  const [accountId, setAccountId] = useState<string | null>(null);
  return (
    <>
      <PageHeader title={t('quotes.new')} crumbs={[...crumbs, { label: t('quotes.new') }]} />
      <PageBody>
        <Card title={t('quotes.whichDeal')} className="max-w-140">
          <div className="flex flex-col gap-3">
            <AccountPicker label={t('quotes.account')} description={t('quotes.account.note')} value={accountId} onChange={setAccountId} />
            <DealPicker accountId={accountId} value={null} onChange={(id) => id !== null && onChoose(id)} />
          </div>
        </Card>
      </PageBody>
    </>
  );
}

/** A change of what was sent becomes a new version; before that it is written over. */
export function ChangeQuoteScreen() {
  const { quoteId = '' } = useParams({ strict: false });
  const mayWrite = useCan('quotes:write');
  const quote = useApi('quotes.get', { params: { id: quoteId }, query: {} });
  const dealId = quote.data?.dealId;
  const deal = useApi('deals.get', { params: { id: dealId ?? '' } }, { enabled: dealId !== undefined });
  if (!mayWrite) return <MayNot />;
  return (
    <>
      <MoneyPages />
      <RecordPage query={quote} what={t('quotes.quote')}>
        {(record) => (
          <RecordPage query={deal} what={quoteNumber(record.number)}>
            {(of) => (
              <Builder
                key={record.id}
                deal={of}
                quote={record}
                start={{ request: record.request, partnerName: record.partnerName }}
                onReload={() => void quote.refetch()}
              />
            )}
          </RecordPage>
        )}
      </RecordPage>
    </>
  );
}

function MayNot() {
  return (
    <>
      <MoneyPages />
      <PageHeader title={t('quotes.new')} crumbs={crumbs} />
      <PageBody>
        <EmptyState title={t('money.none')} detail={t('quotes.mayNot')} />
      </PageBody>
    </>
  );
}
