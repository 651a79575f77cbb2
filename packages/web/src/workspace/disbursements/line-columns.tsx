import { useMemo } from 'react';
import { Link } from '@tanstack/react-router';
import { t, useLocaleId } from '../../lib/i18n/i18n.ts';
import { DateText } from '../../lib/i18n/values.tsx';
import { Badge } from '../../ui/badge.tsx';
import type { GridColumn } from '../../ui/data-grid/data-grid.tsx';
import { ExactMoney } from './exact-money.tsx';
import { type BillingLine, isWrittenOff, lineTones, whatOf } from './words.ts';

export function BillingStateBadge({ line }: { line: Pick<BillingLine, 'state' | 'kind'> }) {
  return (
    <Badge tone={lineTones[line.state]}>
      {isWrittenOff(line)
        ? t('disbursements.state.writtenOff')
        : line.state === 'apart'
          ? t('disbursements.kind.payout')
          : t(`disbursements.lineState.${line.state}`)}
    </Badge>
  );
}

export function BillingDeal({ line }: { line: Pick<BillingLine, 'dealId' | 'dealNumber' | 'dealName'> }) {
  if (line.dealId === null) return <span className="text-muted">{t('disbursements.noDeal')}</span>;
  return (
    <Link to="/deals/$dealId" params={{ dealId: line.dealId }} className="link">
      <bdi>{t('disbursements.dealNamed', { number: line.dealNumber ?? 0, name: line.dealName ?? '' })}</bdi>
    </Link>
  );
}

const keyText = (key: string | null) => (key === null ? <span className="text-muted">–</span> : <bdi className="font-mono text-12">{key}</bdi>);

export function useLineColumns(): readonly GridColumn<BillingLine>[] {
  const locale = useLocaleId();
  return useMemo(
    (): readonly GridColumn<BillingLine>[] => [
      { id: 'what', header: t('disbursements.line'), size: 140, hideable: false, card: 'title', cell: (line) => whatOf(line) },
      { id: 'date', header: t('disbursements.date'), size: 115, card: 'meta', cell: (line) => <DateText date={line.occurredAt} /> },
      { id: 'marketplace', header: t('disbursements.marketplace'), size: 150, card: 'meta', cell: (line) => <bdi>{line.marketplace}</bdi> },
      {
        id: 'buyer',
        header: t('disbursements.buyer'),
        size: 140,
        card: 'meta',
        cell: (line) => <bdi>{line.buyerName ?? t('disbursements.buyer.unknown')}</bdi>,
      },
      { id: 'invoice', header: t('disbursements.invoice'), size: 100, card: 'none', cell: (line) => keyText(line.invoiceKey) },
      { id: 'agreement', header: t('disbursements.agreement'), size: 110, card: 'none', cell: (line) => keyText(line.agreementKey) },
      { id: 'deal', header: t('disbursements.deal'), size: 150, card: 'none', cell: (line) => <BillingDeal line={line} /> },
      {
        id: 'state',
        header: t('disbursements.state'),
        size: 115,
        card: 'none',
        cell: (line) => <BillingStateBadge line={line} />,
      },
      { id: 'amount', header: t('disbursements.amount'), size: 120, align: 'end', card: 'end', cell: (line) => <ExactMoney value={line} /> },
    ],
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- headers are words of the language in use
    [locale],
  );
}
