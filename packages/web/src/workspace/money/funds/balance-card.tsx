import { useState } from 'react';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button } from '../../../ui/button.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { BalanceBar, BalanceTable } from './balance.tsx';
import { moneyWords } from './marks.tsx';
import { readded } from './sums.ts';
import type { Budget } from './words.ts';

/** What became of a budget: a bar with its sum said, and the figures behind it one press away. */
export function BalanceCard({ budget }: { budget: Budget }) {
  const [shown, setShown] = useState(false);
  const { currency, balance } = budget;
  const money = (amountMinor: number) => moneyWords(amountMinor, currency);
  return (
    <section aria-label={t('funds.balance')} className="flex shrink-0 flex-col gap-2 bg-surface px-4 py-3 md:px-5">
      <BalanceBar balance={balance} currency={currency} />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <p className="num min-w-0 flex-1 text-12 text-muted">
          {t('funds.sentence', {
            allocated: money(readded(balance)),
            available: money(balance.availableMinor),
            committed: money(balance.committedMinor),
            claimed: money(balance.claimedPendingMinor),
            paid: money(balance.paidMinor),
            expired: money(balance.expiredMinor),
          })}
        </p>
        <Button size="compact" kind="quiet" aria-expanded={shown} onPress={() => setShown(!shown)}>
          {t(shown ? 'funds.table.hide' : 'funds.table.show')}
        </Button>
      </div>
      {shown && (
        <div className="max-w-120">
          <BalanceTable balance={balance} currency={currency} />
          <p className="mt-1 flex justify-between gap-3 border-t border-line pt-1.5">
            <span>{t('funds.unallocated')}</span>
            <span className="pe-20">
              <ExactMoney value={{ amountMinor: budget.unallocatedMinor, currency }} />
            </span>
          </p>
        </div>
      )}
    </section>
  );
}
