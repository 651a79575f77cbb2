import type { Result } from '../../lib/api/index.ts';
import { Choose, TextBox, TextInput, Tick } from '../kit/fields.tsx';
import { t } from '../text.ts';
import type { Typed } from './draft.ts';

/** Everything that helps the decision and is not needed for it. */
export function MoreFields({
  form,
  typed,
  change,
  mayChooseKind,
  company,
}: {
  form: Result<'portal.registerForm'>;
  typed: Typed;
  change: (part: Partial<Typed>) => void;
  mayChooseKind: boolean;
  company: string | null;
}) {
  return (
    <details className="rounded-card border border-line">
      <summary className="rounded-card px-4 py-3 font-medium hover:bg-hover">{t('portal.register.more')}</summary>
      <div className="flex flex-col gap-4 px-4 pt-1 pb-4">
        {mayChooseKind && form.kinds.length > 1 && (
          <Choose
            label={t('portal.register.kind')}
            note={t('portal.register.kind.note')}
            choices={form.kinds.map((id) => ({ id, label: t(`portal.kind.${id}`) }))}
            value={form.kinds.find((kind) => kind === typed.kind) ?? ''}
            onChange={(kind) => change({ kind })}
          />
        )}
        <TextInput
          label={t('portal.register.company')}
          value={typed.companyName}
          placeholder={company ?? undefined}
          onChange={(companyName) => change({ companyName })}
          maxLength={200}
        />
        <div className="grid gap-4 md:grid-cols-2">
          <TextInput label={t('portal.register.contactName')} value={typed.contactName} onChange={(contactName) => change({ contactName })} maxLength={200} />
          <TextInput
            label={t('portal.register.country')}
            value={typed.country}
            onChange={(country) => change({ country })}
            maxLength={80}
            autoComplete="country-name"
          />
        </div>
        <TextInput
          label={t('portal.register.amount', { currency: form.currency })}
          value={typed.amount}
          onChange={(amount) => change({ amount })}
          inputMode="decimal"
          dir="ltr"
        />
        {form.products.length > 0 && (
          <fieldset className="m-0 border-0 p-0">
            <legend className="mb-1 p-0 font-medium">{t('portal.register.products')}</legend>
            <div className="grid max-h-56 gap-2 overflow-auto p-0.5 md:grid-cols-2">
              {form.products.map((product) => (
                <Tick
                  key={product.id}
                  label={<bdi>{product.name}</bdi>}
                  checked={typed.productIds.includes(product.id)}
                  onChange={(on) => change({ productIds: on ? [...typed.productIds, product.id] : typed.productIds.filter((id) => id !== product.id) })}
                />
              ))}
            </div>
          </fieldset>
        )}
        <TextBox
          label={t('portal.register.story')}
          note={t('portal.register.story.note')}
          value={typed.story}
          onChange={(story) => change({ story })}
          maxLength={4000}
        />
      </div>
    </details>
  );
}
