import { t } from '../../lib/i18n/i18n.ts';
import { TextField } from '../../ui/text-field.tsx';

/** Written in one language everywhere, so they are not translated; the sentence beside each is. */
const examples = [
  { id: 'value', text: 'deal.amountMinor >= 5000000' },
  { id: 'stage', text: 'deal.stage in ["technical", "business"]' },
  { id: 'role', text: '!("service" in deal.roles)' },
  { id: 'alone', text: 'size(deal.roles) == 0' },
] as const;

/** An expression is code: fixed width, left to right in every language. An example is added to what is there. */
export function ConditionField({
  label,
  value,
  onChange,
  isDisabled,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  isDisabled: boolean;
}) {
  return (
    <div className="flex flex-col gap-2">
      <div dir="ltr" className="[&_textarea]:font-mono [&_textarea]:text-12">
        <TextField label={label} rows={3} value={value} isDisabled={isDisabled} onChange={onChange} spellCheck="false" />
      </div>
      <p className="text-12 text-muted">{t('plays.condition.note')}</p>
      {!isDisabled && (
        <details className="text-12">
          <summary className="link min-h-6">{t('plays.condition.examples')}</summary>
          <ul className="mt-1 flex flex-col gap-1">
            {examples.map((example) => (
              <li key={example.id} className="flex flex-wrap items-center gap-x-2">
                <button
                  type="button"
                  onClick={() => onChange(value.trim() === '' ? example.text : `${value.trim()} && ${example.text}`)}
                  className="min-h-6 rounded-control border border-line bg-desk px-1.5 font-mono hover:border-line-strong"
                  dir="ltr"
                >
                  {example.text}
                </button>
                <span className="text-muted">{t(`plays.condition.example.${example.id}`)}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
