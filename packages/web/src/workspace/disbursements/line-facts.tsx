import type { ReactNode } from 'react';
import { t } from '../../lib/i18n/i18n.ts';
import { InstantText } from '../../lib/i18n/values.tsx';
import { ExactMoney } from './exact-money.tsx';
import { BillingDeal, BillingStateBadge } from './line-columns.tsx';
import { type BillingLine, whatOf } from './words.ts';

export function LineFacts({ line }: { line: BillingLine }) {
  const keys = [
    ['invoice', line.invoiceKey],
    ['agreement', line.agreementKey],
    ['offer', line.offerKey],
    ['payout', line.disbursementKey],
  ] as const;
  return (
    <div className="flex flex-col gap-3">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="min-w-0 flex-1 text-15 font-semibold">{whatOf(line)}</h3>
        <span className="text-18 font-semibold">
          <ExactMoney value={line} />
        </span>
      </header>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5">
        <Fact label={t('disbursements.state')}>
          <BillingStateBadge line={line} />
        </Fact>
        <Fact label={t('disbursements.buyer')}>{line.buyerName ?? t('disbursements.buyer.unknown')}</Fact>
        <Fact label={t('disbursements.date')}>
          <InstantText at={line.occurredAt} />
        </Fact>
        <Fact label={t('disbursements.marketplace')}>{line.marketplace}</Fact>
        <Fact label={t('disbursements.type')}>{line.transactionType}</Fact>
        {keys.map(([key, value]) =>
          value === null ? null : (
            <Fact key={key} label={t(`disbursements.${key}`)}>
              <code className="font-mono text-12 break-all">{value}</code>
            </Fact>
          ),
        )}
        {line.state === 'matched' && (
          <Fact label={t('disbursements.deal')}>
            <BillingDeal line={line} />
          </Fact>
        )}
        {line.matchedBy !== null && (
          <Fact label={t('disbursements.matchedBy')}>
            {line.matchedBy}
            {line.byHand && <span className="ms-2 text-12 text-muted">{t('disbursements.byHand')}</span>}
          </Fact>
        )}
        {line.note !== null && <Fact label={t('disbursements.reason')}>{line.note}</Fact>}
      </dl>
      {!line.counts && <p className="text-12 text-muted">{t('disbursements.notCounted')}</p>}
    </div>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{label}</dt>
      <dd className="min-w-0">
        <bdi>{children}</bdi>
      </dd>
    </>
  );
}
