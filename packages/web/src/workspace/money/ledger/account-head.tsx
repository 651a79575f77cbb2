import { useApi } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Num } from '../../../lib/i18n/values.tsx';
import { formatDate } from '../../../lib/i18n/format.ts';
import { monthName } from '../../disbursements/words.ts';
import { Facts } from '../../../ui/page.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { type Entry, partyWord, purposeWord } from './words.ts';

/** Whose entries these are, and what they come to by the account itself: the sum below the list is the same. */
export function AccountHead({ entry, asOf, period }: { entry: Entry; asOf: string | undefined; period: string | undefined }) {
  const { purpose, party, currency } = entry;
  const span = period === undefined ? { asOf } : { period };
  const found = useApi('ledger.accounts', { query: { purpose, currency, ...(party === null ? {} : { party }), ...span, limit: 200 } });
  const account = found.data?.items.find((row) => row.id === entry.accountId);
  const when =
    period !== undefined
      ? t('ledger.inMonth', { month: monthName(period, 'long') })
      : asOf !== undefined
        ? t('ledger.atEndOf', { day: formatDate(asOf) })
        : t('ledger.span.now');
  const money = (amountMinor: number | undefined) => (amountMinor === undefined ? '–' : <ExactMoney value={{ amountMinor, currency }} />);
  return (
    <section aria-label={t('ledger.account')} className="shrink-0 border-b border-line bg-surface px-4 py-3">
      <h2 className="mb-2 font-semibold">
        <bdi>{t('ledger.accountNamed', { purpose: purposeWord(purpose), party: partyWord(entry), currency })}</bdi>{' '}
        <span className="font-normal text-muted">{when}</span>
      </h2>
      <Facts
        items={[
          ...(period === undefined ? [] : [{ label: t('ledger.opening'), value: money(account?.openingMinor) }]),
          { label: t('ledger.debits'), value: money(account?.debitMinor) },
          { label: t('ledger.credits'), value: money(account?.creditMinor) },
          { label: period === undefined ? t('ledger.balance') : t('ledger.closing'), value: money(account?.balanceMinor) },
          { label: t('ledger.entries'), value: account === undefined ? '–' : <Num value={account.entries} /> },
        ]}
      />
    </section>
  );
}
