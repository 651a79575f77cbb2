import { t } from '../../../../lib/i18n/i18n.ts';
import { usePartnerNames, useProducts } from '../use-products.ts';
import { listWords, type MarginDefinition, tierName } from '../words.ts';

/** A rule in one sentence: for whom, on what, how much. */
export function useMarginSentence(): (definition: MarginDefinition) => string {
  const { nameOf, products } = useProducts();
  const partner = usePartnerNames();
  return ({ partners, products: on, base, extras, combine, cap }) => {
    const whom =
      partners === 'everyone'
        ? t('pricing.everyone')
        : listWords([
            ...(partners.tiers ?? []).map(tierName),
            ...(partners.types ?? []).map((type) => typeName(type)),
            ...(partners.regions ?? []),
            ...(partners.partnerIds ?? []).map(partner.nameOf),
          ]);
    const what =
      on === 'everything'
        ? t('pricing.everything')
        : listWords([
            ...(on.productIds ?? []).map(nameOf),
            ...(on.families ?? []),
            ...(on.vendorIds ?? []).map((id) => products.find((product) => product.vendorId === id)?.vendorName ?? '…'),
          ]);
    const percents = listWords([
      ...Object.entries(base.byTier).map(([tier, percent]) => t('pricing.margin.tierPercent', { tier: tierName(tier), percent })),
      t('pricing.margin.otherwisePercent', { percent: base.otherwise }),
    ]);
    const sentence = t('pricing.margin.words', { whom, what, percents });
    const more = extras.length === 0 ? sentence : t('pricing.margin.withExtras', { sentence, n: extras.length, combine: t(`pricing.combine.${combine}`) });
    return cap === null ? more : t('pricing.margin.withCap', { sentence: more, cap });
  };
}

const types = ['reseller', 'distributor', 'si', 'msp', 'isv', 'referral', 'consultant', 'hyperscaler'] as const;
export function typeName(type: string): string {
  const known = types.find((entry) => entry === type);
  return known === undefined ? type : t(`partnerType.${known}`);
}

export function MarginView({ value }: { value: MarginDefinition }) {
  return (
    <div className="mt-1 flex flex-col gap-0.5 text-12 text-muted">
      <p>{t(`pricing.of.${value.of}`)}</p>
      {value.extras.length > 0 && (
        <ul>
          {value.extras.map((extra) => (
            <li key={extra.label} className="flex justify-between gap-3">
              <span>
                <bdi className="text-text">{extra.label}</bdi> · {t(`pricing.extra.${extra.kind}`)}
                {extra.kind === 'registration' && <> ({listWords(extra.registrations.map((kind) => t(`pricing.registration.${kind}`)))})</>}
                {extra.kind === 'specialisation' && <> ({listWords(extra.skills)})</>}
              </span>
              <bdi dir="ltr" className="num">
                + {extra.percent} %
              </bdi>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
