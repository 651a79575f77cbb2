import { formatDate } from '../../../lib/i18n/format.ts';
import { currentLocale, t } from '../../../lib/i18n/i18n.ts';
import { formatExact } from '../../disbursements/exact-money.tsx';
import { conditionSentence, orList } from '../rules/condition-words.tsx';
import type { Amount } from '../rules/fields.tsx';
import { usePartnerNames, useProductNames } from '../rules/names.ts';
import { monthName } from './common-fields.tsx';
import { unitOf } from './units.ts';
import type { IncentiveDocument, Of } from './words.ts';

const amountsText = (list: readonly Amount[]): string =>
  new Intl.ListFormat(currentLocale(), { type: 'unit' }).format(list.map(({ amountMinor, currency }) => formatExact(amountMinor, currency)));

/** A version in words, for whoever reads it a year later. */
export function DocumentWords({ document }: { document: IncentiveDocument }) {
  const partner = usePartnerNames(document.when.flatMap((one) => (one.kind === 'partner' ? one.partnerIds : [])));
  const product = useProductNames().nameOf;
  return (
    <div className="flex flex-col gap-2 text-12">
      <ul className="list-disc ps-4">
        {document.when.map((one) => (
          <li key={one.kind}>{conditionSentence(one, { partner, product })}</li>
        ))}
      </ul>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1">
        {factsOf(document, product).map(([label, value]) => (
          <div key={label} className="col-span-2 grid grid-cols-subgrid">
            <dt className="text-muted">{label}</dt>
            <dd>
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

type Line = readonly [label: string, value: string];
const capLines = (caps: Of<'commission'>['caps']): Line[] => caps.map((cap) => [t(`incentives.caps.${cap.per}`), amountsText(cap.amounts)]);
const periodLines = ({ period }: { period: Of<'rebate'>['period'] }): Line[] => [
  [t('incentives.period'), t(`incentives.period.${period.every}`)],
  [t('incentives.firstMonth'), monthName(period.firstMonth)],
  [t('incentives.timeZone'), period.timeZone],
];
const rewardText = (reward: Of<'rebate'>['bands'][number]['reward'], currency: string): string =>
  reward.kind === 'percent' ? `${reward.percent} %` : `${reward.amount} ${currency}`;

function factsOf(document: IncentiveDocument, product: (id: string) => string): Line[] {
  return [
    ...('to' in document ? [[t('incentives.to'), orList(document.to.roles.map((role) => t(`role.${role}`)))] as const] : []),
    ...ownLines(document, product),
    [t('incentives.enrolledOnly'), t(document.enrolled ? 'rules.yes' : 'rules.no')],
    [t('rules.holdDays'), String(document.holdDays)],
    ...(document.approveAbove === null ? [] : [[t('incentives.approveAbove'), amountsText(document.approveAbove)] as const]),
  ];
}

function ownLines(document: IncentiveDocument, product: (id: string) => string): Line[] {
  switch (document.kind) {
    case 'commission':
    case 'renewal':
      return [
        [t('incentives.rate'), `${document.rate} %`],
        [t('incentives.basis'), t(`incentives.basis.${document.basis}`)],
        [t('incentives.among'), t(`incentives.among.${document.among}`)],
        ...capLines(document.caps),
      ];
    case 'spiff':
      return [
        [t('incentives.spiff.from'), formatDate(document.from)],
        [t('incentives.spiff.until'), formatDate(document.until)],
        [t('incentives.basis'), t(`incentives.basis.${document.basis}`)],
        [t('incentives.spiff.amounts'), amountsText(document.amounts)],
        [t('incentives.spiff.per'), t(`incentives.spiff.per.${document.per}`)],
        ...(document.everyNth === null ? [] : [[t('incentives.spiff.everyNth'), String(document.everyNth)] as const]),
        ...(document.capPerPerson === null ? [] : [[t('incentives.spiff.capPerPerson'), amountsText(document.capPerPerson)] as const]),
      ];
    case 'rebate':
      return [
        ...periodLines(document),
        [t('incentives.measure'), t(`incentives.measure.${document.measure}`)],
        [t('incentives.against'), t(`incentives.against.${document.against}`)],
        [t('incentives.baseline'), t(document.baseline === null ? 'incentives.baseline.none' : `incentives.baseline.${document.baseline}`)],
        [t('incentives.bandBasis'), t(`incentives.bandBasis.${document.basis}`)],
        [t('incentives.paysFor'), t(`incentives.paysFor.${document.pays}`)],
        ...document.bands.map((band, index): Line => [
          t('incentives.band', { n: index + 1 }),
          t('incentives.band.say', { from: band.from, unit: unitOf(document), reward: rewardText(band.reward, document.currency) }),
        ]),
        ...(document.atLeastMinor === null ? [] : [[t('incentives.atLeast'), formatExact(document.atLeastMinor, document.currency)] as const]),
        ...(document.atMostMinor === null ? [] : [[t('incentives.atMost'), formatExact(document.atMostMinor, document.currency)] as const]),
      ];
    case 'influence':
      return [
        ...periodLines(document),
        [t('incentives.pool'), formatExact(document.poolMinor, document.currency)],
        [t('incentives.pay'), document.pay.kind === 'fixed' ? formatExact(document.pay.amountMinor, document.currency) : `${document.pay.percent} %`],
        [t('incentives.touches'), document.evidence.touches === 'any' ? t('incentives.touches.any') : orList(document.evidence.touches)],
        [t('incentives.touches.atLeast'), String(document.evidence.atLeast)],
        [t('incentives.approval'), t(`incentives.approval.${document.approval}`)],
      ];
    case 'adoption':
      return [
        ...periodLines(document),
        [t('incentives.products'), orList(document.productIds.map(product))],
        [t('incentives.metric'), document.metric],
        [t('incentives.baseline'), t(`incentives.baseline.${document.baseline}`)],
        [t('incentives.perUnit', { currency: document.currency }), document.perUnit],
        [t('incentives.clawback'), String(document.clawbackDays)],
        ...capLines(document.caps),
      ];
  }
}
