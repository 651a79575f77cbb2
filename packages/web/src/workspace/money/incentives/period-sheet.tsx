import { useState } from 'react';
import { Link } from '@tanstack/react-router';
import { type Result, useApi, useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { DateText } from '../../../lib/i18n/values.tsx';
import { useCan } from '../../../lib/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Sheet } from '../../../ui/dialog.tsx';
import { ExplanationView } from '../../../ui/explanation.tsx';
import { Facts } from '../../../ui/page.tsx';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { FormDrawer } from '../../partners/kit/form-drawer.tsx';
import { OptionalMoneyField } from '../rules/fields.tsx';
import { figure, spanText } from './progress-words.ts';
import { incentiveReads } from './words.ts';

type Period = Result<'incentives.period'>;

/** One period with every accrual that was posted for it; each opens to its arithmetic. */
export function PeriodSheet({ id, onClose }: { id: string; onClose: () => void }) {
  const period = useApi('incentives.period', { params: { id } });
  const mayDecide = useCan('incentives:approve');
  const [settling, setSettling] = useState(false);
  const { data } = period;
  return (
    <>
      <Sheet
        title={data?.partnerName ?? t('incentives.tab.progress')}
        isOpen={!settling}
        onClose={onClose}
        footer={
          data?.state === 'open' &&
          data.version !== null && (
            <Button isDisabled={!mayDecide || data.accruedMinor <= data.settledMinor} onPress={() => setSettling(true)}>
              {t('incentives.settlePart')}
            </Button>
          )
        }
      >
        {period.error !== null && data === undefined ? (
          <ErrorState error={period.error} onRetry={() => void period.refetch()} />
        ) : data === undefined ? (
          <SkeletonRows what={t('incentives.tab.progress')} />
        ) : (
          <Body period={data} />
        )}
      </Sheet>
      {settling && data !== undefined && <SettlePart period={data} onClose={() => setSettling(false)} />}
    </>
  );
}

function Body({ period }: { period: Period }) {
  const money = (amountMinor: number) => <ExactMoney value={{ amountMinor, currency: period.currency }} />;
  return (
    <div className="flex flex-col gap-4">
      <p>
        <Link to="/money/incentives/$programmeId" params={{ programmeId: period.ruleId }} className="link">
          <bdi>{period.ruleName}</bdi>
        </Link>{' '}
        <bdi className="text-muted">{spanText(period)}</bdi>
      </p>
      <Facts
        items={[
          { label: t('incentives.achieved'), value: figure(period, period.achieved) },
          { label: t('incentives.projected'), value: figure(period, period.projected) },
          { label: t('incentives.accrued'), value: money(period.accruedMinor) },
          { label: t('incentives.settled'), value: money(period.settledMinor) },
        ]}
      />
      <section aria-label={t('incentives.entries')}>
        <h3 className="mb-1 font-semibold">{t('incentives.entries')}</h3>
        {period.entries.length === 0 ? (
          <p className="text-muted">{t('incentives.entries.none')}</p>
        ) : (
          <>
            <ul>
              {period.entries.map((entry) => (
                <li key={entry.number} className="border-b border-line">
                  <details>
                    <summary className="cursor-pointer">
                      <span className="inline-flex w-[calc(100%-1.25rem)] justify-between gap-3 px-2 py-1.5 align-middle">
                        <span>
                          <DateText date={entry.on} /> <span className="text-muted">{t(`incentives.entry.${entry.kind}`)}</span>
                        </span>
                        {money(entry.amountMinor)}
                      </span>
                    </summary>
                    <div className="bg-desk p-3">
                      <ExplanationView value={entry.explanation} />
                    </div>
                  </details>
                </li>
              ))}
            </ul>
            <p className="flex justify-between px-2 py-1.5 font-semibold">
              <span>{t('rules.sum')}</span>
              {money(period.entries.reduce((sum, entry) => sum + entry.amountMinor, 0))}
            </p>
          </>
        )}
      </section>
    </div>
  );
}

function SettlePart({ period, onClose }: { period: Period; onClose: () => void }) {
  const [amountMinor, setAmountMinor] = useState<number | null>(Math.max(0, period.accruedMinor - period.settledMinor));
  const [reason, setReason] = useState('');
  const settle = useApiMutation('incentives.settlePart', { invalidates: incentiveReads });
  return (
    <FormDrawer
      title={t('incentives.settlePart')}
      verb={t('incentives.settlePart')}
      look="modal"
      isOpen
      onClose={onClose}
      isPending={settle.isPending}
      error={settle.error}
      onSubmit={() => {
        if (amountMinor === null || amountMinor < 1) return;
        settle.mutate(
          {
            params: { id: period.periodId ?? '' },
            body: { amountMinor, ...(reason.trim() === '' ? {} : { reason: reason.trim() }) },
            ifVersion: period.version ?? 1,
          },
          {
            onSuccess: () => {
              toast(t('incentives.settled.done'));
              onClose();
            },
          },
        );
      }}
    >
      <p className="text-muted">{t('incentives.settlePart.note')}</p>
      <OptionalMoneyField path="amountMinor" label={t('incentives.amount')} currency={period.currency} amountMinor={amountMinor} onChange={setAmountMinor} />
      <TextField label={t('incentives.reason')} rows={2} maxLength={4000} value={reason} onChange={setReason} />
    </FormDrawer>
  );
}
