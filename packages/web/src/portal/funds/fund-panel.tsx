import { formatDate, formatPercent } from '../../lib/i18n/format.ts';
import { DateText, Money } from '../../lib/i18n/values.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Bar } from '../../ui/marks.tsx';
import { Facts } from '../kit/page.tsx';
import { t } from '../text.ts';
import { balanceParts } from './balances.ts';
import { type Balance, type Fund, Minor, moneyWords, proofWords } from './words.tsx';

const colors = {
  available: 'var(--role-service)',
  committed: 'var(--role-source)',
  claimed: 'var(--role-resell)',
  paid: 'var(--role-integrate)',
  expired: 'var(--role-none)',
} as const;

export const sentenceOf = (balance: Balance, currency: string): string => {
  const money = (amountMinor: number): string => moneyWords(amountMinor, currency);
  return t('portal.funds.sentence', {
    allocated: money(balance.allocatedMinor),
    available: money(balance.availableMinor),
    committed: money(balance.committedMinor),
    claimed: money(balance.claimedPendingMinor),
    paid: money(balance.paidMinor),
    expired: money(balance.expiredMinor),
  });
};

/** One fund: what is left of it, where the rest is, until when, and on what terms. */
export function FundPanel({ fund }: { fund: Fund }) {
  const { balance, currency } = fund;
  return (
    <li className="flex flex-col gap-2 border-b border-line px-4 py-3.5 last:border-b-0">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h3 className="flex min-w-0 flex-wrap items-center gap-x-2.5 font-medium">
          <bdi>{fund.name}</bdi>
          {!fund.open && <Badge>{t('portal.funds.ended')}</Badge>}
        </h3>
        <span className="text-15 font-semibold">
          <span className="me-2 text-12 font-normal text-muted">{t('portal.funds.available')}</span>
          <Money value={{ amountMinor: balance.availableMinor, currency }} />
        </span>
      </div>
      <Bar
        parts={balanceParts
          .map(([part, key]) => ({ part, value: balance[key] }))
          .filter(({ value }) => value > 0)
          .map(({ part, value }) => ({ id: part, value, color: colors[part], label: `${t(`portal.funds.${part}`)} ${moneyWords(value, currency)}` }))}
      />
      <p className="num text-12 text-muted">{sentenceOf(balance, currency)}</p>
      {balance.availableMinor < 0 && <p className="text-12 text-bad">{t('portal.funds.overdrawn')}</p>}
      <p className="flex flex-wrap gap-x-3 text-12 text-muted">
        <span>{t(`portal.funds.kind.${fund.kind}`)}</span>
        <span>
          {t('portal.funds.useBefore')} <DateText date={fund.endsOn} />
        </span>
      </p>
      <details>
        <summary className="link w-fit cursor-pointer py-0.5 text-13">{t('portal.funds.terms')}</summary>
        <div className="pt-2">
          <FundTerms fund={fund} />
        </div>
      </details>
    </li>
  );
}

export function FundTerms({ fund }: { fund: Fund }) {
  const { terms, currency } = fund;
  return (
    <>
      <Facts
        items={[
          [t('portal.funds.term.left'), <Minor key="left" amountMinor={fund.balance.availableMinor} currency={currency} />],
          [t('portal.funds.term.share'), t('portal.funds.term.share.is', { share: formatPercent(terms.costShareBp / 10_000, 2) })],
          [
            t('portal.funds.term.most'),
            terms.maxPerActivityMinor === null
              ? t('portal.funds.term.most.none')
              : t('portal.funds.term.most.is', { amount: moneyWords(terms.maxPerActivityMinor, currency) }),
          ],
          [t('portal.funds.term.lead'), t('portal.funds.term.lead.is', { n: terms.leadWorkingDays, day: formatDate(terms.earliestStart) })],
          [t('portal.funds.term.time'), t('portal.funds.term.time.is', { from: formatDate(fund.startsOn), to: formatDate(fund.endsOn) })],
          [t('portal.funds.term.decision'), t('portal.funds.term.decision.is', { n: terms.decisionWorkingDays })],
          [t('portal.funds.term.claim'), t('portal.funds.term.claim.is', { n: terms.claimWindowDays })],
          [t('portal.funds.term.payment'), t('portal.funds.term.claim.is', { n: terms.paymentDays })],
        ]}
      />
      <p className="mt-3 text-muted">{t('portal.funds.term.types')}</p>
      <ul className="mt-1 flex flex-col gap-1">
        {terms.activityTypes.map((type) => (
          <li key={type.key} className="flex flex-wrap gap-x-2">
            <bdi className="font-medium">{type.name}</bdi>
            <span className="text-muted">
              {type.proof.length === 0 ? t('portal.funds.term.noProof') : t('portal.funds.term.proof', { list: proofWords(type.proof) })}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
