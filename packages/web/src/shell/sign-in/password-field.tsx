import { useState } from 'react';
import { Eye, EyeOff } from 'lucide-react';
import { ToggleButton } from 'react-aria-components';
import { t } from '../../lib/i18n/i18n.ts';
import { TextField } from '../../ui/text-field.tsx';

export const MIN_PASSWORD = 12;

/** One field that can be looked at, instead of a second one to repeat it in. */
export function PasswordField({
  label,
  value,
  onChange,
  use,
  error,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** A new password shows its rule. */
  use: 'current' | 'new';
  error?: string;
}) {
  const [shown, setShown] = useState(false);
  return (
    <TextField
      label={label}
      type={shown ? 'text' : 'password'}
      name={use === 'new' ? 'new-password' : 'password'}
      value={value}
      onChange={onChange}
      autoComplete={use === 'new' ? 'new-password' : 'current-password'}
      autoCorrect="off"
      spellCheck="false"
      maxLength={128}
      isRequired
      description={use === 'new' ? t('signIn.password.rule') : undefined}
      error={error}
      suffix={
        <ToggleButton
          aria-label={t('signIn.password.show')}
          isSelected={shown}
          onChange={setShown}
          className="-me-2 grid size-7 place-items-center rounded-control text-muted data-hovered:bg-hover data-hovered:text-text"
        >
          {shown ? <EyeOff size={16} strokeWidth={1.75} aria-hidden /> : <Eye size={16} strokeWidth={1.75} aria-hidden />}
        </ToggleButton>
      }
    />
  );
}
