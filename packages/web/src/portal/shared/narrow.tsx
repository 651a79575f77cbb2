import { cx } from '../../ui/cx.ts';
import { type Choice, Choose, TextInput } from '../kit/fields.tsx';
import { t } from '../text.ts';

type Value = string | undefined;

/** What lists are searched by. Nothing typed is no search. */
export function SearchField({ placeholder, value, onChange }: { placeholder: string; value: Value; onChange: (value: Value) => void }) {
  return (
    <TextInput
      label={t('portal.search')}
      hideLabel
      placeholder={placeholder}
      type="search"
      value={value ?? ''}
      onChange={onChange}
      className="w-72 max-md:w-full"
    />
  );
}

const ALL = 'all';
type NarrowProps = { label: string; all: string; choices: readonly Choice[]; value: Value; onChange: (value: Value) => void; className?: string };

/** One of some, or all of them: how a list is narrowed. */
export function Narrow({ label, all, choices, value, onChange, className = 'w-48' }: NarrowProps) {
  return (
    <Choose
      label={label}
      hideLabel
      choices={[{ id: ALL, label: all }, ...choices]}
      value={value ?? ALL}
      onChange={(next) => onChange(next === ALL ? undefined : next)}
      className={cx(className, 'max-md:w-full')}
    />
  );
}
