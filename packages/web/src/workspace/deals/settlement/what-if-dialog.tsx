import { type FormEvent, useState } from 'react';
import { tiers } from '@entente/kernel';
import { type CallInput, useApi, useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { useCan } from '../../../lib/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { NumberField } from '../../../ui/number-field.tsx';
import { Select } from '../../../ui/select.tsx';
import { DecimalField } from '../../money/pricing/kit/decimal-field.tsx';
import { isDecimal } from '../../money/pricing/model/check.ts';
import { Refusal } from '../kit/form-dialog.tsx';
import { toMinor } from '../kit/money.ts';
import { type Candidate, wayName } from '../room/money/words.ts';
import { ChangesTable } from './changes-table.tsx';
import type { Way } from './rows.tsx';

const AS_IS = 'as-is';
const discounts = [AS_IS, 'percent', 'amount'] as const;
type Body = CallInput<'settlement.whatIf'>['body'];

/** One way with another tier, discount or split, beside the same without. Nothing is kept. */
export function WhatIfDialog({ dealId, way, onClose }: { dealId: string; way: Way & { candidate: Candidate | null }; onClose: () => void }) {
  const [tier, setTier] = useState<string>(AS_IS);
  const [discount, setDiscount] = useState<(typeof discounts)[number]>(AS_IS);
  const [percent, setPercent] = useState('');
  const [amount, setAmount] = useState(Number.NaN);
  const [ruleId, setRule] = useState<string>(AS_IS);
  const mayReadSplits = useCan('splits:read');
  const rules = useApi('splits.rules', undefined, { enabled: mayReadSplits });
  const rule = useApi('splits.rule', { params: { id: ruleId } }, { enabled: ruleId !== AS_IS });
  const asked = useApiMutation('settlement.whatIf');
  const { candidate } = way;
  if (candidate === null) return null;
  const newest = rule.data?.versions.find(({ number }) => number === rule.data?.liveNumber) ?? rule.data?.versions[0];
  const document = ruleId === AS_IS ? undefined : (rule.data?.draft ?? newest?.document);
  const taken = discountOf();
  const isReady = taken !== null && (ruleId === AS_IS || document !== undefined);

  function discountOf(): Body['discount'] | undefined | null {
    if (discount === AS_IS) return undefined;
    if (discount === 'percent') return isDecimal(percent) && Number(percent) <= 100 ? { kind: 'percent', percent } : null;
    const amountMinor = toMinor(amount, way.currency);
    return amountMinor === null || amountMinor < 0 ? null : { kind: 'amount', amountMinor };
  }
  function ask(event: FormEvent) {
    event.preventDefault();
    if (candidate === null || taken === null) return;
    asked.mutate({
      params: { id: dealId },
      body: {
        candidate,
        ...(tier === AS_IS ? {} : { tier }),
        ...(taken === undefined ? {} : { discount: taken }),
        ...(document === undefined ? {} : { split: document }),
      },
    });
  }

  const asItIs = { id: AS_IS, label: t('settlement.asIs') };
  const result = asked.data;
  const currency = { from: way.currency, to: way.currency };
  return (
    <Dialog title={t('settlement.whatIf.of', { name: wayName(way) })} isOpen onClose={onClose} size="wide">
      <form onSubmit={ask} className="flex flex-col gap-4">
        <p className="text-muted">{t('settlement.whatIf.note')}</p>
        <Refusal error={asked.error} />
        <div className="grid items-start gap-3 md:grid-cols-2">
          <Select
            label={t('settlement.whatIf.tier')}
            description={way.through.some(({ type }) => type === 'partner') ? undefined : t('settlement.whatIf.noPartner')}
            options={[asItIs, ...tiers.map((id) => ({ id, label: t(`leads.tier.${id}`) }))]}
            value={tier}
            onChange={setTier}
          />
          {mayReadSplits && (
            <Select
              label={t('settlement.whatIf.split')}
              options={[
                asItIs,
                ...(rules.data?.items ?? []).map((one) => ({ id: one.id, label: one.name, ...(one.hasDraft ? { note: t('settlement.whatIf.draft') } : {}) })),
              ]}
              value={ruleId}
              onChange={setRule}
            />
          )}
          <Select
            label={t('settlement.whatIf.discount')}
            options={discounts.map((id) => (id === AS_IS ? { id, label: asItIs.label } : { id, label: t(`settlement.whatIf.${id}`) }))}
            value={discount}
            onChange={setDiscount}
          />
          {discount === 'percent' && <DecimalField label={t('settlement.whatIf.percentOff')} value={percent} onChange={setPercent} max={100} suffix="%" />}
          {discount === 'amount' && (
            <NumberField
              label={t('settlement.whatIf.amountOff')}
              value={amount}
              onChange={setAmount}
              minValue={0}
              formatOptions={{ style: 'currency', currency: way.currency }}
              isRequired
            />
          )}
        </div>
        <div>
          <Button type="submit" kind="primary" isPending={asked.isPending} isDisabled={!isReady}>
            {t('settlement.whatIf.ask')}
          </Button>
        </div>
      </form>
      {result !== undefined && (
        <div className="mt-6 flex flex-col gap-5">
          {result.whatIf.refusals.map((refusal, index) => (
            <p key={index} className="rounded-popover bg-bad-soft px-3 py-2 text-bad">
              <bdi>{refusal.sentence}</bdi>
            </p>
          ))}
          <ChangesTable
            title={t('settlement.waterfall')}
            of={t('settlement.col.step')}
            changes={result.steps}
            currency={currency}
            from={asItIs.label}
            to={t('settlement.whatIf')}
          />
          <ChangesTable
            title={t('settlement.group.parties')}
            of={t('settlement.party')}
            changes={result.parties}
            currency={currency}
            from={asItIs.label}
            to={t('settlement.whatIf')}
          />
          {result.whatIf.warnings.length > 0 && (
            <ul className="list-disc ps-5 text-12">
              {result.whatIf.warnings.map((sentence, index) => (
                <li key={index}>
                  <bdi>{sentence}</bdi>
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
    </Dialog>
  );
}
