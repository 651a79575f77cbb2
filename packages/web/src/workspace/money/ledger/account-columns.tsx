import { useMemo } from 'react';
import type { CsvColumn } from '../../../lib/csv.ts';
import { t, useLocaleId } from '../../../lib/i18n/i18n.ts';
import { Num } from '../../../lib/i18n/values.tsx';
import type { GridColumn } from '../../../ui/data-grid/data-grid.tsx';
import { decimalText } from '../../deals/kit/money.ts';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { type Balance, partyWord, purposeWord } from './words.ts';

type AmountOf = 'openingMinor' | 'debitMinor' | 'creditMinor' | 'balanceMinor';

export function Amount({ amountMinor, currency, strong = false }: { amountMinor: number; currency: string; strong?: boolean }) {
  return (
    <span className={amountMinor === 0 ? 'text-muted' : strong ? 'font-medium' : undefined}>
      <ExactMoney value={{ amountMinor, currency }} />
    </span>
  );
}

export function Party({ of }: { of: { party: string | null; partyName: string | null } }) {
  return of.party === null ? <span className="text-muted">{t('ledger.noParty')}</span> : <bdi>{partyWord(of)}</bdi>;
}

export function useAccountColumns(withOpening: boolean): readonly GridColumn<Balance>[] {
  const locale = useLocaleId();
  return useMemo(
    (): readonly GridColumn<Balance>[] => {
      const amount = (id: string, header: string, key: AmountOf, strong = false): GridColumn<Balance> => ({
        id,
        header,
        size: 130,
        align: 'end',
        card: strong ? 'end' : 'none',
        cell: (row) => <Amount amountMinor={row[key]} currency={row.currency} strong={strong} />,
      });
      return [
        { id: 'purpose', header: t('ledger.purpose'), size: 190, hideable: false, card: 'title', cell: (row) => purposeWord(row.purpose) },
        { id: 'party', header: t('ledger.party'), size: 190, card: 'meta', cell: (row) => <Party of={row} /> },
        { id: 'class', header: t('ledger.class'), size: 100, card: 'none', cell: (row) => t(`ledger.class.${row.class}`) },
        { id: 'currency', header: t('ledger.currency'), size: 80, card: 'meta', cell: (row) => row.currency },
        ...(withOpening ? [amount('opening', t('ledger.opening'), 'openingMinor')] : []),
        amount('debit', t('ledger.debits'), 'debitMinor'),
        amount('credit', t('ledger.credits'), 'creditMinor'),
        amount('balance', withOpening ? t('ledger.closing') : t('ledger.balance'), 'balanceMinor', true),
        { id: 'entries', header: t('ledger.entries'), size: 80, align: 'end', card: 'none', cell: (row) => <Num value={row.entries} /> },
      ];
    },
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- headers are words of the language in use
    [locale, withOpening],
  );
}

const amountOf = (key: AmountOf) => (row: Balance) => decimalText(row[key], row.currency);
export const accountFile: readonly CsvColumn<Balance>[] = [
  ['account', (row) => row.purpose],
  ['class', (row) => row.class],
  ['party', (row) => row.partyName ?? row.party ?? ''],
  ['party_id', (row) => row.party ?? ''],
  ['currency', (row) => row.currency],
  ['opening', amountOf('openingMinor'), 'plain'],
  ['debits', amountOf('debitMinor'), 'plain'],
  ['credits', amountOf('creditMinor'), 'plain'],
  ['balance', amountOf('balanceMinor'), 'plain'],
  ['entries', (row) => String(row.entries), 'plain'],
  ['id', (row) => row.id],
];
