import { participantRoles } from '@entente/kernel';
import { t } from '../../../lib/i18n/i18n.ts';
import { Select } from '../../../ui/select.tsx';
import { OnePartner } from '../rules/chosen.tsx';
import { useFieldError } from '../rules/refusals.tsx';
import type { Party } from './words.ts';

type Choice = `role.${(typeof participantRoles)[number]}` | 'vendor' | 'partner' | 'us';

const choiceOf = (party: Party | null): Choice => (party === null ? 'us' : party.kind === 'role' ? `role.${party.role}` : party.kind);
function partyOf(choice: Choice): Party | null {
  if (choice === 'us') return null;
  if (choice === 'vendor') return { kind: 'vendor' };
  if (choice === 'partner') return { kind: 'partner', partnerId: '' };
  const role = participantRoles.find((one) => choice === `role.${one}`);
  return role === undefined ? null : { kind: 'role', role };
}

/** Who is paid: whoever has a role on the deal, the maker of each line, one partner by name, or we. */
export function PartyField({
  path,
  label,
  value,
  onChange,
  allowUs = false,
  isDisabled,
}: {
  path: string;
  label: string;
  value: Party | null;
  onChange: (value: Party | null) => void;
  allowUs?: boolean;
  isDisabled: boolean;
}) {
  const refused = useFieldError(path);
  const choices: Choice[] = [...(allowUs ? (['us'] as const) : []), ...participantRoles.map((role): Choice => `role.${role}`), 'vendor', 'partner'];
  const word = (choice: Choice): string => {
    if (choice === 'us' || choice === 'vendor' || choice === 'partner') return t(`splits.to.${choice}`);
    const role = participantRoles.find((one) => choice === `role.${one}`);
    return t('splits.to.role', { role: role === undefined ? '' : t(`role.${role}`) });
  };
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <Select
        label={label}
        {...refused}
        isDisabled={isDisabled}
        options={choices.map((id) => ({ id, label: word(id) }))}
        value={choiceOf(value)}
        onChange={(choice) => onChange(partyOf(choice))}
      />
      {value?.kind === 'partner' && (
        <OnePartner
          path={`${path}.partnerId`}
          label={t('work.partner')}
          value={value.partnerId}
          isDisabled={isDisabled}
          onChange={(partnerId) => onChange({ kind: 'partner', partnerId })}
        />
      )}
    </div>
  );
}
