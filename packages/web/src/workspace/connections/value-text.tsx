import { minorDigits } from '@entente/kernel';
import { formatNumber } from '../../lib/i18n/format.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { DateText, InstantText, Money } from '../../lib/i18n/values.tsx';
import type { Choice, FieldType, FieldValue } from './values.ts';
import { isBlank, isList } from './values.ts';

type ValueTextProps = { value: FieldValue; type: FieldType; choices?: readonly Choice[]; currency?: string | null };

/** A value as its field's type has it. What does not fit the type is shown as it is: hiding it would hide the fault. */
export function ValueText({ value, type, choices = [], currency }: ValueTextProps) {
  if (isBlank(value)) return <span className="text-muted italic">{t('connections.value.none')}</span>;
  const labelled = (item: string): string => choices.find((choice) => choice.value === item)?.label ?? item;
  if (isList(value)) return <bdi className="break-words">{new Intl.ListFormat(document.documentElement.lang).format(value.map(labelled))}</bdi>;
  if (typeof value === 'boolean') return <>{t(value ? 'connections.value.yes' : 'connections.value.no')}</>;
  if (typeof value === 'number') {
    if (type !== 'money') return <bdi className="num">{formatNumber(value)}</bdi>;
    if (currency && isCurrency(currency)) return <Money value={{ amountMinor: Math.round(value), currency }} />;
    return <bdi className="num">{formatNumber(value / 10 ** minorDigits('EUR'))}</bdi>;
  }
  const text = String(value);
  if (type === 'date' && /^\d{4}-\d{2}-\d{2}$/.test(text)) return <DateText date={text} />;
  if (type === 'instant' && !Number.isNaN(Date.parse(text))) return <InstantText at={text} />;
  if (type === 'reference')
    return (
      <bdi dir="ltr" className="font-mono text-12 break-all">
        {text}
      </bdi>
    );
  return <bdi className="break-words whitespace-pre-wrap">{labelled(text)}</bdi>;
}

const isCurrency = (text: string): boolean => /^[A-Z]{3}$/.test(text);
