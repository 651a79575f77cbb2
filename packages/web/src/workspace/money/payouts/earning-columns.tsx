import { useMemo } from 'react';
import { t, useLocaleId } from '../../../lib/i18n/i18n.ts';
import { DateText } from '../../../lib/i18n/values.tsx';
import type { GridColumn } from '../../../ui/data-grid/data-grid.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { EarningDeal, EarningState, none } from './badges.tsx';
import type { Earning } from './words.ts';

export function useEarningColumns(): readonly GridColumn<Earning>[] {
  const locale = useLocaleId();
  return useMemo(
    (): readonly GridColumn<Earning>[] => [
      {
        id: 'title',
        header: t('payouts.earning'),
        size: 240,
        hideable: false,
        card: 'title',
        cell: (earning) => (
          <>
            <bdi className="font-medium">{earning.title}</bdi>
            {earning.reversesId !== null && <span className="text-12 text-muted"> {t('payouts.takesBack')}</span>}
          </>
        ),
      },
      { id: 'partner', header: t('work.partner'), size: 170, card: 'meta', cell: (earning) => <bdi>{earning.partnerName}</bdi> },
      {
        id: 'person',
        header: t('payouts.person'),
        size: 130,
        card: 'none',
        defaultHidden: true,
        cell: (earning) => (earning.personName === null ? none : <bdi>{earning.personName}</bdi>),
      },
      { id: 'kind', header: t('payouts.kind'), size: 130, card: 'none', cell: (earning) => t(`payouts.kind.${earning.kind}`) },
      { id: 'state', header: t('payouts.state'), size: 130, card: 'meta', cell: (earning) => <EarningState earning={earning} /> },
      { id: 'earned', header: t('payouts.earnedOn'), size: 120, sortable: true, card: 'meta', cell: (earning) => <DateText date={earning.earnedOn} /> },
      { id: 'amount', header: t('payouts.amount'), size: 130, align: 'end', sortable: true, card: 'end', cell: (earning) => <ExactMoney value={earning} /> },
      {
        id: 'held',
        header: t('payouts.heldUntil'),
        size: 160,
        card: 'none',
        cell: (earning) =>
          earning.heldUntil !== null ? <DateText date={earning.heldUntil} /> : earning.holdReason === null ? none : <bdi>{earning.holdReason}</bdi>,
      },
      { id: 'deal', header: t('work.deal'), size: 180, card: 'none', cell: (earning) => <EarningDeal earning={earning} /> },
    ],
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- headers are words of the language in use
    [locale],
  );
}
