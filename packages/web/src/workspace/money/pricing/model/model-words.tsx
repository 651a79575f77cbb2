import { t } from '../../../../lib/i18n/i18n.ts';
import type { PriceModel } from '../words.ts';

/** A model in a few words: "12.50 EUR per unit", "3 tiers". Figures stay as they were written. */
export function modelWords(model: PriceModel, currency: string): string {
  switch (model.kind) {
    case 'unit':
      return model.freeUnits === '0'
        ? t('pricing.words.unit', { price: model.unitPrice, currency })
        : t('pricing.words.unitFree', { price: model.unitPrice, currency, free: model.freeUnits });
    case 'package':
      return t('pricing.words.package', { price: model.price, currency, size: model.size });
    case 'graduated':
    case 'volume':
    case 'graduated_percentage':
      return t('pricing.words.tiers', { kind: t(`pricing.model.${model.kind}`), n: model.tiers.length });
    case 'percentage':
      return t('pricing.words.percentage', { percent: model.percent });
    case 'capacity':
      return t('pricing.words.capacity', { n: model.measures.length });
    case 'commitment':
      return t('pricing.words.commitment', { fee: model.fee, currency, included: model.includedQuantity, overage: modelWords(model.overage, currency) });
    case 'prepaid':
      return t('pricing.words.prepaid', { price: model.price, currency, size: model.size, overage: modelWords(model.overage, currency) });
    case 'pricing_unit':
      return t('pricing.words.pricingUnit', { unit: model.unit, worth: model.worth, currency, price: modelWords(model.price, model.unit) });
  }
}

/** A model with each of its tiers, for a version that is read. */
export function ModelView({ model, currency }: { model: PriceModel; currency: string }) {
  const tiered = model.kind === 'commitment' || model.kind === 'prepaid' ? model.overage : model.kind === 'pricing_unit' ? model.price : model;
  return (
    <div className="flex flex-col gap-1.5">
      <p>
        <bdi>{modelWords(model, currency)}</bdi>
      </p>
      {(tiered.kind === 'graduated' || tiered.kind === 'volume' || tiered.kind === 'graduated_percentage') && (
        <table className="w-full max-w-100 text-12">
          <thead className="text-muted">
            <tr>
              <th scope="col" className="py-0.5 text-end font-normal">
                {t('pricing.tier.from')}
              </th>
              <th scope="col" className="py-0.5 text-end font-normal">
                {t(tiered.kind === 'graduated_percentage' ? 'pricing.percent' : 'pricing.unitPrice')}
              </th>
              <th scope="col" className="py-0.5 text-end font-normal">
                {t('pricing.flatFee')}
              </th>
            </tr>
          </thead>
          <tbody>
            {tiered.tiers.map((tier) => (
              <tr key={tier.from} className="num border-t border-line [&>td]:py-0.5 [&>td]:text-end">
                <td>{tier.from}</td>
                <td>{'percent' in tier ? tier.percent : tier.unitPrice}</td>
                <td>{tier.flatFee}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
