import { useRef } from 'react';
import { formatMoney, formatNumber } from '../../../lib/i18n/format.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { TextField } from '../../../ui/text-field.tsx';
import { kindWords } from '../../registrations/words.ts';
import { type Definition, filled, type Placeholder, placeholders } from '../definition.ts';

/** What the partner reads, with chips that put a placeholder where the cursor stands, and the sentence as it would arrive. */
export function SentenceField({
  value,
  definition,
  isDisabled,
  onChange,
}: {
  value: string;
  definition: Definition;
  isDisabled: boolean;
  onChange: (text: string) => void;
}) {
  const box = useRef<HTMLDivElement>(null);
  // A field nobody has been in yet has no cursor: what is put in then goes to the end.
  const cursor = useRef<{ from: number; to: number } | null>(null);
  const examples: Readonly<Record<Placeholder, string>> = {
    protection: formatNumber(definition.protection.days),
    days: formatNumber(definition.protection.days),
    tier: t('programs.tier.gold'),
    value: formatMoney({ amountMinor: definition.valueBands[0]?.toMinor ?? definition.valueBands[0]?.fromMinor ?? 0, currency: definition.currency }),
    kind: kindWords('sourcing'),
  };
  function insert(name: Placeholder): void {
    const field = box.current?.querySelector('textarea');
    const { from, to } = cursor.current ?? { from: value.length, to: value.length };
    const text = `{${name}}`;
    onChange(value.slice(0, from) + text + value.slice(to));
    requestAnimationFrame(() => {
      field?.focus();
      field?.setSelectionRange(from + text.length, from + text.length);
      cursor.current = { from: from + text.length, to: from + text.length };
    });
  }
  return (
    <div ref={box} className="flex flex-col gap-2">
      <TextField
        label={t('programs.rule.sentence')}
        description={t('programs.rule.sentence.note')}
        value={value}
        onChange={onChange}
        onBlur={() => {
          const field = box.current?.querySelector('textarea');
          if (field) cursor.current = { from: field.selectionStart, to: field.selectionEnd };
        }}
        rows={3}
        maxLength={300}
        isDisabled={isDisabled}
        isRequired
      />
      {!isDisabled && (
        <ul className="flex flex-wrap gap-1.5">
          {placeholders.map((name) => (
            <li key={name}>
              <button
                type="button"
                aria-label={t('programs.rule.insert', { code: `{${name}}`, name: t(`programs.placeholder.${name}`) })}
                title={t(`programs.placeholder.${name}`)}
                onClick={() => insert(name)}
                className="h-6 rounded-full border border-line-strong px-2 font-mono text-12 hover:bg-hover max-md:h-8"
                dir="ltr"
              >
                {`{${name}}`}
              </button>
            </li>
          ))}
        </ul>
      )}
      {value.includes('{') && (
        <p className="rounded-popover bg-hover px-3 py-2 text-muted">
          <bdi>{t('programs.rule.preview', { sentence: filled(value, examples) })}</bdi>
        </p>
      )}
    </div>
  );
}
