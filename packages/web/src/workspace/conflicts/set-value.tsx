import { type FormEvent, useState } from 'react';
import { t } from '../../lib/i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { focusFirstField } from '../../ui/focus.ts';
import { ValueField } from '../connections/value-field.tsx';
import { type FieldValue, typedText, valueOfText } from '../connections/values.ts';
import type { Conflict } from './words.ts';

/** A third value for both sides; it begins with ours. */
export function SetValue({
  conflict,
  currency,
  isPending,
  onCancel,
  onSet,
}: {
  conflict: Conflict;
  currency: string | null;
  isPending: boolean;
  onCancel: () => void;
  onSet: (value: FieldValue) => void;
}) {
  const [text, setText] = useState(() => typedText(conflict.ours, conflict.type, currency));
  const [wrong, setWrong] = useState(false);
  function submit(event: FormEvent) {
    event.preventDefault();
    const typed = valueOfText(text, conflict.type, currency);
    setWrong(!typed.ok);
    if (typed.ok) onSet(typed.value);
  }
  return (
    <form ref={focusFirstField} onSubmit={submit} className="flex max-w-140 flex-col gap-3 rounded-card border border-line p-4">
      <ValueField
        label={t('conflicts.value.label', { field: conflict.label })}
        type={conflict.type}
        choices={conflict.choices}
        text={text}
        onChange={(next) => {
          setText(next);
          setWrong(false);
        }}
        description={t(conflict.reason === 'untranslated' ? 'conflicts.value.hereOnly' : 'conflicts.value.note')}
        error={wrong ? t('conflicts.value.wrong') : undefined}
      />
      <div className="flex gap-2">
        <Button type="submit" kind="primary" isPending={isPending}>
          {t('conflicts.setValue')}
        </Button>
        <Button onPress={onCancel}>{t('ui.cancel')}</Button>
      </div>
    </form>
  );
}
