import { useState } from 'react';
import { t } from '../../../lib/i18n/i18n.ts';
import { TextField } from '../../../ui/text-field.tsx';
import { lineOf, listOf } from '../../partners/kit/text-list.ts';

/** A short list typed as one line. What is typed stays as typed until the field is left, so that a comma can be written. */
export function WordsField({
  label,
  words,
  onChange,
  isDisabled,
}: {
  label: string;
  words: readonly string[];
  onChange: (words: string[]) => void;
  isDisabled: boolean;
}) {
  const [typed, setTyped] = useState(() => lineOf(words));
  return (
    <TextField
      label={label}
      value={typed}
      onChange={(text) => {
        setTyped(text);
        onChange(listOf(text));
      }}
      onBlur={() => setTyped(lineOf(listOf(typed)))}
      placeholder={t('leads.any')}
      isDisabled={isDisabled}
    />
  );
}
