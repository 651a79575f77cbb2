import { Link, useParams } from '@tanstack/react-router';
import { useApi } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { DateText, InstantText } from '../../../lib/i18n/values.tsx';
import { useCan } from '../../../lib/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, Facts, PageBody, PageHeader } from '../../../ui/page.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { Nothing, RecordPage } from '../../partners/kit/record-page.tsx';
import { MoneyPages } from '../money-pages.tsx';
import { SplitState, splitTitle } from './columns.tsx';
import { useRetry } from './held-receipts.tsx';
import { PartsTable } from './parts-table.tsx';
import { ShareList } from './share-list.tsx';
import type { SplitDetail } from './words.ts';

/** Receipts belong to the invoices and have their page there. */
const receiptPage = (id: string): string => `/money/invoices/receipts/${id}`;

export function SplitPage() {
  const { splitId = '' } = useParams({ strict: false });
  const split = useApi('splits.get', { params: { id: splitId } });
  return (
    <RecordPage query={split} what={t('money.splits')}>
      {(data) => <One key={data.id} split={data} />}
    </RecordPage>
  );
}

function One({ split }: { split: SplitDetail }) {
  const mayWrite = useCan('splits:write');
  const { retry, isPending } = useRetry();
  const { currency } = split;
  const money = (amountMinor: number) => <ExactMoney value={{ amountMinor, currency }} />;
  return (
    <>
      <MoneyPages />
      <PageHeader
        title={splitTitle(split)}
        crumbs={[{ label: t('money.splits'), to: '/money/splits' }, { label: t('splits.one') }]}
        badges={<SplitState state={split.state} />}
        actions={
          split.state === 'held' && (
            <Button kind="primary" isDisabled={!mayWrite} isPending={isPending(split.id)} onPress={() => retry(split.id)}>
              {t('ui.retry')}
            </Button>
          )
        }
        facts={
          <Facts
            items={[
              { label: t('splits.receivedOn'), value: <DateText date={split.receivedOn} /> },
              { label: t('splits.source'), value: t(`rules.source.${split.source}`) },
              { label: t('splits.net'), value: money(split.netMinor) },
              { label: t('splits.fee'), value: money(split.feeMinor) },
              { label: t('splits.pool'), value: money(split.poolMinor) },
              { label: t('splits.partners'), value: money(split.partnersMinor) },
              { label: t('splits.ours'), value: money(split.oursMinor) },
            ]}
          />
        }
      />
      <PageBody className="flex flex-col gap-4">
        {split.sentence !== null && (
          <p className="rounded-popover bg-warn-soft px-3 py-2 text-warn">
            <bdi>{split.sentence}</bdi>
          </p>
        )}
        <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_22rem]">
          <div className="flex min-w-0 flex-col gap-4">
            <Card title={t('splits.shares')} note={t('splits.shares.note')} flush>
              {split.shares.length === 0 ? <Nothing>{t('splits.shares.none')}</Nothing> : <ShareList shares={split.shares} currency={currency} />}
            </Card>
            {split.parts.length > 0 && <PartsTable parts={split.parts} currency={currency} />}
          </div>
          <Card title={t('splits.about')}>
            <ul className="flex flex-col gap-2">
              {split.ruleId !== null && (
                <li>
                  {t('splits.rule')}:{' '}
                  <Link to="/money/splits/rules/$ruleId" params={{ ruleId: split.ruleId }} className="link">
                    <bdi>{t('splits.ruleVersion', { name: split.ruleName ?? '…', n: split.ruleNumber ?? 0 })}</bdi>
                  </Link>
                </li>
              )}
              {split.dealId !== null && (
                <li>
                  <Link to="/deals/$dealId" params={{ dealId: split.dealId }} className="link">
                    {t('splits.toDeal')}
                  </Link>
                </li>
              )}
              <li>
                <Link to={receiptPage(split.receiptId)} className="link">
                  {t('splits.toReceipt')}
                </Link>
              </li>
              <Reversals split={split} />
              <li className="text-12 text-muted">
                {t('splits.at')} <InstantText at={split.at} />
              </li>
            </ul>
          </Card>
        </div>
      </PageBody>
    </>
  );
}

/** What a refund takes from, and what was given back of this receipt: both are receipts of the same deal. */
function Reversals({ split }: { split: SplitDetail }) {
  const same = useApi('splits.list', { query: { dealId: split.dealId ?? undefined, limit: 200 } }, { enabled: split.dealId !== null });
  const rows = same.data?.items ?? [];
  const original = rows.find((row) => row.receiptId === split.reversesReceiptId);
  const refunds = rows.filter((row) => row.reversesReceiptId === split.receiptId);
  return (
    <>
      {split.reversesReceiptId !== null && (
        <li>
          {original === undefined ? (
            <Link to={receiptPage(split.reversesReceiptId)} className="link">
              {t('splits.takesFrom.receipt')}
            </Link>
          ) : (
            <Link to="/money/splits/$splitId" params={{ splitId: original.id }} className="link">
              {t('splits.takesFrom')} <DateText date={original.receivedOn} />
            </Link>
          )}
        </li>
      )}
      {refunds.map((row) => (
        <li key={row.id}>
          <Link to="/money/splits/$splitId" params={{ splitId: row.id }} className="link">
            {t('splits.takenBack')} <DateText date={row.receivedOn} />
          </Link>{' '}
          <ExactMoney value={{ amountMinor: row.poolMinor, currency: row.currency }} />
        </li>
      ))}
    </>
  );
}
