import { useMemo } from 'react';
import { t, useLocaleId } from '../../../lib/i18n/i18n.ts';
import { DateText, Num } from '../../../lib/i18n/values.tsx';
import type { GridColumn } from '../../../ui/data-grid/data-grid.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { none, PayoutState } from './badges.tsx';
import type { Payout } from './words.ts';

/** Whatever keeps a payout back, or came of it. */
export function payoutNote(payout: Payout): string | null {
  return payout.state === 'returned' ? payout.returnReason : payout.reason;
}

const of = (payout: Payout, amountMinor: number) => ({ amountMinor, currency: payout.currency });

export function usePayoutColumns(): readonly GridColumn<Payout>[] {
  const locale = useLocaleId();
  return useMemo(
    (): readonly GridColumn<Payout>[] => [
      {
        id: 'partner',
        header: t('work.partner'),
        size: 200,
        hideable: false,
        card: 'title',
        cell: (payout) => <bdi className="font-medium">{payout.partnerName}</bdi>,
      },
      { id: 'state', header: t('payouts.state'), size: 130, card: 'meta', cell: (payout) => <PayoutState state={payout.state} /> },
      {
        id: 'earned',
        header: t('payouts.earned'),
        size: 120,
        align: 'end',
        card: 'none',
        cell: (payout) => <ExactMoney value={of(payout, payout.earnedMinor)} />,
      },
      {
        id: 'takenBack',
        header: t('payouts.takenBack'),
        size: 120,
        align: 'end',
        card: 'none',
        cell: (payout) => (payout.takenBackMinor === 0 ? none : <ExactMoney value={of(payout, payout.takenBackMinor)} />),
      },
      {
        id: 'amount',
        header: t('payouts.amount'),
        size: 130,
        align: 'end',
        card: 'end',
        cell: (payout) => (
          <span className={payout.state === 'carried' || payout.state === 'cancelled' ? 'text-muted' : 'font-medium'}>
            <ExactMoney value={of(payout, payout.amountMinor)} />
          </span>
        ),
      },
      {
        id: 'note',
        header: t('payouts.why'),
        size: 260,
        card: 'meta',
        cell: (payout) => (payoutNote(payout) === null ? null : <bdi>{payoutNote(payout)}</bdi>),
      },
      { id: 'lines', header: t('payouts.lines'), size: 70, align: 'end', card: 'none', cell: (payout) => <Num value={payout.lines} /> },
      { id: 'bank', header: t('payouts.bank'), size: 130, card: 'none', cell: (payout) => (payout.bank === null ? none : <bdi dir="ltr">{payout.bank}</bdi>) },
      {
        id: 'document',
        header: t('payouts.document'),
        size: 130,
        card: 'none',
        cell: (payout) => (payout.documentNumber === null ? none : <bdi>{payout.documentNumber}</bdi>),
      },
      {
        id: 'paidOn',
        header: t('payouts.paidOn'),
        size: 110,
        card: 'none',
        cell: (payout) => (payout.paidOn === null ? none : <DateText date={payout.paidOn} />),
      },
    ],
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- headers are words of the language in use
    [locale],
  );
}
