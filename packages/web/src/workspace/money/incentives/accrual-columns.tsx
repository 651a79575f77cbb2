import { useMemo } from 'react';
import { Link } from '@tanstack/react-router';
import { t, useLocaleId } from '../../../lib/i18n/i18n.ts';
import { DateText } from '../../../lib/i18n/values.tsx';
import { Badge } from '../../../ui/badge.tsx';
import type { GridColumn } from '../../../ui/data-grid/data-grid.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { type Accrual, accrualTones } from './words.ts';

export const none = <span className="text-muted">–</span>;
export const AccrualState = ({ state }: { state: Accrual['state'] }) => <Badge tone={accrualTones[state]}>{t(`incentives.state.${state}`)}</Badge>;

export function DealLink({ of }: { of: { dealId: string | null; dealNumber: number | null; dealName: string | null } }) {
  if (of.dealId === null) return none;
  return (
    <Link to="/deals/$dealId" params={{ dealId: of.dealId }} className="link">
      <bdi>{t('disbursements.dealNamed', { number: of.dealNumber ?? 0, name: of.dealName ?? '' })}</bdi>
    </Link>
  );
}

export function useAccrualColumns(): readonly GridColumn<Accrual>[] {
  const locale = useLocaleId();
  return useMemo(
    (): readonly GridColumn<Accrual>[] => [
      {
        id: 'partner',
        header: t('work.partner'),
        size: 200,
        hideable: false,
        card: 'title',
        cell: (row) => (
          <>
            <bdi className="font-medium">{row.partnerName}</bdi>
            {row.reversesId !== null && <span className="text-12 text-muted"> {t('incentives.takesBack')}</span>}
          </>
        ),
      },
      { id: 'programme', header: t('incentives.programme'), size: 190, card: 'meta', cell: (row) => <bdi>{row.ruleName}</bdi> },
      { id: 'kind', header: t('incentives.kind'), size: 120, card: 'none', cell: (row) => t(`incentives.kind.${row.kind}`) },
      {
        id: 'person',
        header: t('incentives.person'),
        size: 140,
        card: 'none',
        defaultHidden: true,
        cell: (row) => (row.personName === null ? none : <bdi>{row.personName}</bdi>),
      },
      { id: 'deal', header: t('work.deal'), size: 190, card: 'none', cell: (row) => <DealLink of={row} /> },
      { id: 'state', header: t('work.status'), size: 130, card: 'meta', cell: (row) => <AccrualState state={row.state} /> },
      {
        id: 'sentence',
        header: t('incentives.sentence'),
        size: 220,
        card: 'none',
        cell: (row) => (row.sentence === null ? none : <bdi className="truncate">{row.sentence}</bdi>),
      },
      { id: 'on', header: t('incentives.on'), size: 120, card: 'meta', cell: (row) => <DateText date={row.on} /> },
      {
        id: 'base',
        header: t('incentives.base'),
        size: 130,
        align: 'end',
        card: 'none',
        cell: (row) => <ExactMoney value={{ amountMinor: row.baseMinor, currency: row.currency }} />,
      },
      { id: 'amount', header: t('incentives.amount'), size: 130, align: 'end', card: 'end', cell: (row) => <ExactMoney value={row} /> },
    ],
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- headers are words of the language in use
    [locale],
  );
}
