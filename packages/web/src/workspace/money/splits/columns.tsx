import { useMemo } from 'react';
import { t, useLocaleId } from '../../../lib/i18n/i18n.ts';
import { DateText } from '../../../lib/i18n/values.tsx';
import { Badge } from '../../../ui/badge.tsx';
import type { GridColumn } from '../../../ui/data-grid/data-grid.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { type SplitRow, stateTones } from './words.ts';

export const none = <span className="text-muted">–</span>;

export const splitTitle = (split: Pick<SplitRow, 'dealNumber' | 'dealName'>): string =>
  split.dealName === null ? t('splits.noDeal') : t('disbursements.dealNamed', { number: split.dealNumber ?? 0, name: split.dealName });

export const SplitState = ({ state }: { state: SplitRow['state'] }) => <Badge tone={stateTones[state]}>{t(`splits.state.${state}`)}</Badge>;

export function useSplitColumns(): readonly GridColumn<SplitRow>[] {
  const locale = useLocaleId();
  return useMemo((): readonly GridColumn<SplitRow>[] => {
    const money = (id: string, header: string, read: (row: SplitRow) => number, extra: Partial<GridColumn<SplitRow>> = {}): GridColumn<SplitRow> => ({
      id,
      header,
      size: 120,
      align: 'end',
      card: 'none',
      cell: (row) => <ExactMoney value={{ amountMinor: read(row), currency: row.currency }} />,
      ...extra,
    });
    return [
      {
        id: 'deal',
        header: t('work.deal'),
        size: 240,
        hideable: false,
        card: 'title',
        cell: (row) => (
          <>
            <bdi className="font-medium">{splitTitle(row)}</bdi>
            {row.reversesReceiptId !== null && <span className="text-12 text-muted"> {t('splits.refund')}</span>}
          </>
        ),
      },
      { id: 'on', header: t('splits.receivedOn'), size: 120, card: 'meta', cell: (row) => <DateText date={row.receivedOn} /> },
      { id: 'source', header: t('splits.source'), size: 120, card: 'none', cell: (row) => t(`rules.source.${row.source}`) },
      { id: 'state', header: t('work.status'), size: 110, card: 'meta', cell: (row) => <SplitState state={row.state} /> },
      {
        id: 'rule',
        header: t('splits.rule'),
        size: 180,
        card: 'none',
        cell: (row) => (row.ruleName === null ? none : <bdi>{t('splits.ruleVersion', { name: row.ruleName, n: row.ruleNumber ?? 0 })}</bdi>),
      },
      money('net', t('splits.net'), (row) => row.netMinor),
      money('fee', t('splits.fee'), (row) => row.feeMinor),
      money('pool', t('splits.pool'), (row) => row.poolMinor, { card: 'end' }),
      money('partners', t('splits.partners'), (row) => row.partnersMinor),
      money('ours', t('splits.ours'), (row) => row.oursMinor),
    ];
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- headers are words of the language in use
  }, [locale]);
}
