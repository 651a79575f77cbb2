import { formatExact } from '../../disbursements/exact-money.tsx';
import { currentLocale, t } from '../../../lib/i18n/i18n.ts';
import { conditionSentence } from '../rules/condition-words.tsx';
import type { SplitDocument } from '../rules/conditions.tsx';
import type { Amount } from '../rules/fields.tsx';
import { usePartnerNames, useProductNames } from '../rules/names.ts';
import type { Party, Step } from './words.ts';

export const amountsText = (list: readonly Amount[]): string =>
  new Intl.ListFormat(currentLocale(), { type: 'unit' }).format(list.map(({ amountMinor, currency }) => formatExact(amountMinor, currency)));

/** A version in words, for whoever reads it a year later. */
export function DocumentWords({ document }: { document: SplitDocument }) {
  const named = [...document.steps.map(({ to }) => to), ...(document.remainder === null ? [] : [document.remainder])];
  const partner = usePartnerNames([
    ...named.flatMap((party) => (party.kind === 'partner' ? [party.partnerId] : [])),
    ...document.when.flatMap((one) => (one.kind === 'partner' ? one.partnerIds : [])),
  ]);
  const product = useProductNames().nameOf;
  const who = (party: Party | null): string => {
    if (party === null) return t('splits.to.us');
    if (party.kind === 'role') return t('splits.to.role', { role: t(`role.${party.role}`) });
    return party.kind === 'vendor' ? t('splits.to.vendor') : partner(party.partnerId);
  };
  const what = ({ what: of }: Step): string => {
    if (of.kind === 'rest') return t('splits.what.rest');
    if (of.kind === 'percent') return t('splits.say.percent', { percent: of.percent, of: t(`splits.base.${of.base}`) });
    return t('splits.say.fixed', { amounts: amountsText(of.amounts), per: t(`splits.per.${of.per}`) });
  };
  const from = (step: Step): string =>
    step.from === 'pool' ? t('splits.from.pool') : t('splits.from.step', { name: document.steps.find(({ key }) => key === step.from)?.name ?? step.from });
  return (
    <div className="flex flex-col gap-2 text-12">
      <ul className="list-disc ps-4">
        {document.when.map((one) => (
          <li key={one.kind}>{conditionSentence(one, { partner, product })}</li>
        ))}
      </ul>
      <ol className="list-decimal ps-4">
        {document.steps.map((step) => (
          <li key={step.key}>
            <bdi className="font-medium">{step.name}</bdi>
            <p>{t('splits.say.step', { what: what(step), from: from(step), to: who(step.to) })}</p>
            <p className="text-muted">
              {t(`splits.among.${step.among}`)} · {t(`rules.lines.${step.lines}`)} · {t(`splits.whenNobody.${step.whenNobody}`)}
            </p>
            {step.limits?.atLeast && <p className="text-muted">{t('rules.say', { what: t('splits.limits.atLeast'), of: amountsText(step.limits.atLeast) })}</p>}
            {step.limits?.atMost && <p className="text-muted">{t('rules.say', { what: t('splits.limits.atMost'), of: amountsText(step.limits.atMost) })}</p>}
          </li>
        ))}
      </ol>
      <p>{t('rules.say', { what: t('splits.remainder'), of: who(document.remainder) })}</p>
      <p>{t('rules.say', { what: t('splits.keptFee'), of: t(`splits.keptFee.${document.keptFee}`) })}</p>
      <p>{t('rules.say.days', { what: t('rules.holdDays'), n: document.holdDays })}</p>
    </div>
  );
}
