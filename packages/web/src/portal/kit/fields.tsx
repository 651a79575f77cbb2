import { type InputHTMLAttributes, type ReactNode, type SelectHTMLAttributes, type TextareaHTMLAttributes, useId } from 'react';
import { cx } from '../../ui/cx.ts';
import { t } from '../text.ts';

type FieldWords = { label: string; note?: ReactNode; error?: string; hideLabel?: boolean; className?: string };
const box =
  'w-full min-w-0 rounded-control border border-control bg-surface px-2.5 text-14 text-text aria-invalid:border-bad disabled:bg-desk disabled:text-muted';

type Wiring = { id: string; 'aria-describedby': string | undefined; 'aria-invalid': true | undefined };

function Field({
  label,
  note,
  error,
  hideLabel,
  className,
  isRequired,
  children,
}: FieldWords & { isRequired?: boolean; children: (wiring: Wiring) => ReactNode }) {
  const id = useId();
  const said = error ?? note;
  return (
    <div className={cx('flex min-w-0 flex-col gap-1', className)}>
      <label htmlFor={id} className={hideLabel ? 'sr-only' : 'text-14 font-medium'}>
        {label}
        {isRequired && <span className="font-normal text-muted"> {t('ui.required')}</span>}
      </label>
      {children({ id, 'aria-describedby': said === undefined ? undefined : `${id}-note`, 'aria-invalid': error === undefined ? undefined : true })}
      {said !== undefined && (
        <p id={`${id}-note`} className={cx('text-12', error === undefined ? 'text-muted' : 'text-bad')}>
          {said}
        </p>
      )}
    </div>
  );
}

type InputProps = FieldWords & Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'value'> & { value: string; onChange: (value: string) => void };

/** Addresses and codes keep their own direction, or they turn around in Arabic. */
const ownDirection = new Set(['email', 'url', 'tel', 'date', 'number']);

export function TextInput({ label, note, error, hideLabel, className, value, onChange, ...rest }: InputProps) {
  return (
    <Field {...{ label, note, error, hideLabel, className }} isRequired={rest.required}>
      {(wiring) => (
        <input
          dir={ownDirection.has(rest.type ?? 'text') ? 'ltr' : undefined}
          {...rest}
          {...wiring}
          required={false}
          aria-required={rest.required}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          className={cx(box, 'h-10 max-md:h-11 rtl:text-end')}
        />
      )}
    </Field>
  );
}

type AreaProps = FieldWords & Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'onChange' | 'value'> & { value: string; onChange: (value: string) => void };

export function TextBox({ label, note, error, hideLabel, className, value, onChange, rows = 3, ...rest }: AreaProps) {
  return (
    <Field {...{ label, note, error, hideLabel, className }} isRequired={rest.required}>
      {(wiring) => (
        <textarea
          dir="auto"
          {...rest}
          {...wiring}
          required={false}
          aria-required={rest.required}
          rows={rows}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          className={cx(box, 'resize-y py-2')}
        />
      )}
    </Field>
  );
}

export type Choice<Id extends string = string> = { id: Id; label: string };

export function Choose<Id extends string>({
  label,
  note,
  error,
  hideLabel,
  className,
  choices,
  value,
  onChange,
  emptyLabel,
  ...rest
}: FieldWords &
  Omit<SelectHTMLAttributes<HTMLSelectElement>, 'onChange' | 'value'> & {
    choices: readonly Choice<Id>[];
    value: Id | '';
    onChange: (value: Id) => void;
    /** Shown while nothing is chosen. */
    emptyLabel?: string;
  }) {
  return (
    <Field {...{ label, note, error, hideLabel, className }} isRequired={rest.required}>
      {(wiring) => (
        <select
          {...rest}
          {...wiring}
          required={false}
          aria-required={rest.required}
          value={value}
          onChange={(event) => {
            const chosen = choices.find((choice) => choice.id === event.target.value);
            if (chosen) onChange(chosen.id);
          }}
          className={cx(box, 'h-10 max-md:h-11')}
        >
          {emptyLabel !== undefined && (
            <option value="" disabled={value !== ''}>
              {emptyLabel}
            </option>
          )}
          {choices.map((choice) => (
            <option key={choice.id} value={choice.id}>
              {choice.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

export function Tick({
  label,
  note,
  checked,
  onChange,
  disabled,
}: {
  label: ReactNode;
  note?: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
}) {
  return (
    <label className="flex min-h-6 items-start gap-2.5">
      <input
        type="checkbox"
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.target.checked)}
        className="mt-[3px] size-4 shrink-0 accent-[var(--brand-link,var(--ink))]"
      />
      <span className="min-w-0">
        {label}
        {note !== undefined && <span className="block text-12 text-muted">{note}</span>}
      </span>
    </label>
  );
}
