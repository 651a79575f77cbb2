import { useState } from 'react';
import { t } from '../../../lib/i18n/i18n.ts';
import { Facts } from '../../../ui/page.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { FormDialog } from '../kit/form-dialog.tsx';
import type { Option } from '../room/money/bars.ts';
import { type Plan, useSettling } from '../room/money/use-settling.ts';
import { type Candidate, sameWay, wayName } from '../room/money/words.ts';

/**
 * A way is chosen as it was seen: its fingerprint and the version of the plan go with the choice. Where either is old the figures are read
 * again, and what was typed stays.
 */
export function ChooseDialog({
  plan,
  candidate,
  options,
  onReload,
  onClose,
}: {
  plan: Plan;
  candidate: Candidate;
  options: readonly Option[];
  onReload: () => void;
  onClose: () => void;
}) {
  const [reason, setReason] = useState('');
  const choose = useSettling('settlement.choose');
  const option = options.find((one) => sameWay(one.candidate, candidate));
  const before = plan.plan;
  if (option === undefined) return null;
  const { money, currency } = option;
  return (
    <FormDialog
      title={t('settlement.choose.title')}
      verb={t('settlement.choose')}
      isOpen
      onClose={onClose}
      isPending={choose.isPending}
      isReady={reason.trim() !== '' && money !== null}
      error={choose.error}
      onReload={() => {
        choose.reset();
        onReload();
      }}
      onSubmit={() =>
        choose.mutate(
          { params: { id: plan.dealId }, body: { candidate, reason: reason.trim(), seen: plan.number, fingerprint: option.fingerprint } },
          {
            onSuccess: (made) => {
              onClose();
              toast(t('settlement.choose.done', { name: wayName(option) }));
              if (made.outOfDate.length > 0) toast(t('settlement.outOfDate'), { tone: 'bad' });
            },
          },
        )
      }
    >
      <p className="text-15 font-semibold">
        <bdi>{wayName(option)}</bdi>
      </p>
      {money !== null && (
        <Facts
          items={[
            { label: t('settlement.step.buyer_price'), value: <ExactMoney value={{ amountMinor: money.buyerMinor, currency }} /> },
            { label: t('settlement.step.net'), value: <ExactMoney value={{ amountMinor: money.netMinor, currency }} /> },
            ...(before?.option.money && before.option.currency === currency
              ? [{ label: t('settlement.net.before'), value: <ExactMoney value={{ amountMinor: before.option.money.netMinor, currency }} /> }]
              : []),
          ]}
        />
      )}
      {option.refusals.map((refusal, index) => (
        <p key={index} role="alert" className="rounded-popover bg-bad-soft px-3 py-2 text-bad">
          <bdi>{refusal.sentence}</bdi>
        </p>
      ))}
      <p className="text-muted">{t(before === null ? 'settlement.choose.first' : 'settlement.choose.note')}</p>
      <TextField label={t('settlement.reason')} value={reason} onChange={setReason} rows={2} isRequired maxLength={500} />
    </FormDialog>
  );
}
