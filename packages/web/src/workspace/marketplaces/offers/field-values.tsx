import { t } from '../../../lib/i18n/i18n.ts';
import { DateText, Money, Num } from '../../../lib/i18n/values.tsx';
import type { Definition, Offer } from '../words.ts';

type Field = Definition['fields'][number];

/** The fields of a configured marketplace as they were filled in. */
export function FieldValues({ definition, values, currency }: { definition: Definition | null; values: Offer['fields']; currency: string }) {
  return (
    <dl className="flex flex-col gap-2">
      {(definition?.fields ?? []).map((field) => (
        <div key={field.key}>
          <dt className="text-12 text-muted">
            <bdi>{field.label}</bdi>
          </dt>
          <dd>
            <Value field={field} value={values[field.key]} currency={currency} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Value({ field, value, currency }: { field: Field; value: Offer['fields'][string] | undefined; currency: string }) {
  if (value === undefined || value === '') return <span className="text-muted">–</span>;
  if (field.type === 'money' && typeof value === 'number') return <Money value={{ amountMinor: value, currency }} />;
  if (field.type === 'date') return <DateText date={String(value)} />;
  if (typeof value === 'boolean') return <>{t(value ? 'offers.yes' : 'offers.no')}</>;
  return typeof value === 'number' ? <Num value={value} /> : <bdi>{value}</bdi>;
}
