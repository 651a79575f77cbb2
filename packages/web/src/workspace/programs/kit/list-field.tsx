import { useState } from 'react';
import { TextField } from '../../../ui/text-field.tsx';
import { lineOf, listOf } from '../../partners/kit/text-list.ts';

/** Several short values on one line, as they are typed; what is made of them is handed on when the field is left. */
export function ListField({
  label,
  description,
  values,
  onChange,
  wrong,
  rows,
  isDisabled,
  className,
}: {
  label: string;
  description?: string;
  values: readonly string[];
  onChange: (values: string[]) => void;
  /** Says what is wrong with one of the values, in words. */
  wrong?: (value: string) => string | undefined;
  rows?: number;
  isDisabled: boolean;
  className?: string;
}) {
  const [text, setText] = useState(() => lineOf(values));
  const list = listOf(text);
  return (
    <TextField
      label={label}
      description={description}
      value={text}
      rows={rows}
      isDisabled={isDisabled}
      className={className}
      validationBehavior="aria"
      onChange={setText}
      onBlur={() => {
        if (list.every((one) => wrong?.(one) === undefined)) onChange(list);
      }}
      error={list.map((one) => wrong?.(one)).find((sentence) => sentence !== undefined)}
    />
  );
}
