import { t } from '../../../lib/i18n/i18n.ts';
import { formatDate, formatPercent } from '../../../lib/i18n/format.ts';
import { DateText, RelativeTime } from '../../../lib/i18n/values.tsx';
import { Badge } from '../../../ui/badge.tsx';
import { Card, PageBody } from '../../../ui/page.tsx';
import { moneyWords } from './marks.tsx';
import type { BudgetDetail, Policy } from './words.ts';

/** Every version of the terms, the newest first; the one in force is open. */
export function TermsTab({ budget }: { budget: BudgetDetail }) {
  const versions = budget.policies.toSorted((one, other) => other.number - one.number);
  return (
    <PageBody label={t('funds.terms')}>
      <div className="flex flex-col gap-4">
        {versions.map((version) => (
          <Card
            key={version.number}
            title={t('funds.terms.version', { n: version.number })}
            note={
              <>
                {t('funds.terms.since')} <DateText date={version.effectiveFrom} />
              </>
            }
            actions={version.number === budget.policyNumber ? <Badge tone="ok">{t('funds.terms.now')}</Badge> : undefined}
          >
            <details open={version.number === budget.policyNumber}>
              <summary className="cursor-pointer text-12 text-muted">
                {t('funds.terms.publishedBy', { name: version.publishedBy })} · <RelativeTime at={version.publishedAt} />
              </summary>
              {version.note !== null && (
                <p className="mt-2">
                  <bdi>{version.note}</bdi>
                </p>
              )}
              <PolicyView policy={version.document} currency={budget.currency} />
            </details>
          </Card>
        ))}
      </div>
    </PageBody>
  );
}

function PolicyView({ policy, currency }: { policy: Policy; currency: string }) {
  const days = (n: number) => t('funds.days', { n });
  const rows: readonly (readonly [string, string])[] = [
    [t('funds.policy.costShare'), formatPercent(policy.costShareBp / 10_000, 2)],
    [t('funds.policy.most'), policy.maxPerActivityMinor === null ? t('funds.policy.noMost') : moneyWords(policy.maxPerActivityMinor, currency)],
    [t('funds.policy.leadWorkingDays'), t('funds.workingDays', { n: policy.leadWorkingDays })],
    [t('funds.policy.decisionWorkingDays'), t('funds.workingDays', { n: policy.decisionWorkingDays })],
    [t('funds.policy.claimWindowDays'), days(policy.claimWindowDays)],
    [t('funds.policy.paymentDays'), days(policy.paymentDays)],
    [
      t('funds.policy.approvals'),
      policy.approvals.map((level) => t('funds.policy.level', { from: moneyWords(level.fromMinor, currency), n: level.people })).join(' · '),
    ],
    [t('funds.policy.claimRate'), t(`funds.policy.claimRate.${policy.claimRate}`)],
    [t('funds.policy.workingDays'), policy.workingDays.map((day) => t(`funds.day.${day as 1}`)).join(', ')],
    [t('funds.policy.holidays'), policy.holidays.length === 0 ? t('work.none') : policy.holidays.map(formatDate).join(', ')],
    [t('funds.policy.timeZone'), policy.timeZone],
    ...(policy.accrual === null
      ? []
      : [
          [
            t('funds.policy.accrual'),
            t('funds.policy.accrual.is', {
              share: formatPercent(policy.accrual.shareBp / 10_000, 2),
              roles: policy.accrual.roles.map((role) => t(`role.${role}`)).join(', '),
            }),
          ] as const,
        ]),
  ];
  return (
    <>
      <dl className="mt-3 grid gap-x-6 gap-y-2 sm:grid-cols-[14rem_minmax(0,1fr)]">
        {rows.map(([label, value]) => (
          <div key={label} className="contents max-sm:block">
            <dt className="text-muted">{label}</dt>
            <dd className="num min-w-0">
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      <h3 className="mt-4 mb-1 text-13 font-semibold">{t('funds.policy.types')}</h3>
      <ul className="flex flex-col gap-1">
        {policy.activityTypes.map((type) => (
          <li key={type.key} className="flex flex-wrap gap-x-3">
            <bdi className="font-medium">{type.name}</bdi>
            <span className="text-muted">
              {type.proof.length === 0
                ? t('funds.policy.noProof')
                : t('funds.policy.provedByList', { list: type.proof.map((proof) => t(`funds.proof.${proof}`)).join(', ') })}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
