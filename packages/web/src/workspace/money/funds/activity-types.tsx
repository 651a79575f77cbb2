import { Plus, X } from 'lucide-react';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { keyFor, type PolicyFault } from './policy-model.ts';
import { type Policy, proofs } from './words.ts';

type Type = Policy['activityTypes'][number];
const MOST = 40;

/** What the fund pays for, and by what each is proved. A key that requests may hold stays with its type; one that is new follows the name. */
export function ActivityTypes({ types, faults, onChange }: { types: readonly Type[]; faults: readonly PolicyFault[]; onChange: (types: Type[]) => void }) {
  const change = (place: number, next: Type) => onChange(types.map((type, index) => (index === place ? next : type)));
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 text-12 font-medium">{t('funds.policy.types')}</legend>
      <ul className="flex flex-col gap-2">
        {types.map((type, index) => {
          const label = t('funds.policy.type', { n: index + 1 });
          return (
            <li key={index} className="flex flex-col gap-1.5 rounded-card border border-line p-2.5">
              <div className="flex items-start gap-2">
                <TextField
                  label={label}
                  hideLabel
                  placeholder={t('funds.policy.type.placeholder')}
                  maxLength={200}
                  value={type.name}
                  onChange={(name) => change(index, { ...type, name })}
                  className="flex-1"
                  {...(faults.includes('typeName') && type.name.trim() === '' ? { error: t('work.name.missing') } : {})}
                />
                <IconButton
                  label={t('funds.policy.type.remove', { name: type.name || label })}
                  onPress={() => onChange(types.filter((_, place) => place !== index))}
                >
                  <X size={16} aria-hidden />
                </IconButton>
              </div>
              <fieldset className="flex flex-wrap gap-x-4">
                <legend className="sr-only">{t('funds.policy.proof', { name: type.name || label })}</legend>
                <span className="py-0.5 text-12 text-muted">{t('funds.policy.provedBy')}</span>
                {proofs.map((proof) => (
                  <Checkbox
                    key={proof}
                    isSelected={type.proof.includes(proof)}
                    onChange={(on) => change(index, { ...type, proof: on ? [...type.proof, proof] : type.proof.filter((other) => other !== proof) })}
                  >
                    {t(`funds.proof.${proof}`)}
                  </Checkbox>
                ))}
              </fieldset>
            </li>
          );
        })}
      </ul>
      {faults.includes('types') && <p className="text-12 text-bad">{t('funds.policy.types.missing')}</p>}
      <Button
        size="compact"
        icon={<Plus size={14} aria-hidden />}
        isDisabled={types.length >= MOST}
        className="self-start"
        onPress={() => onChange([...types, { key: '', name: '', proof: ['invoice'] }])}
      >
        {t('funds.policy.type.add')}
      </Button>
    </fieldset>
  );
}

/** Types as they are sent: those without a key get one. */
export function keyed(types: readonly Type[]): Type[] {
  const done: Type[] = [];
  for (const type of types) {
    const taken = [...done, ...types].map(({ key }) => key);
    done.push({ ...type, name: type.name.trim(), key: type.key === '' ? keyFor(type.name, taken) : type.key });
  }
  return done;
}
