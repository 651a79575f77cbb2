import { Plus, Trash2 } from 'lucide-react';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { Card } from '../../../ui/page.tsx';
import { Select } from '../../../ui/select.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { type Definition, offerPhases } from '../words.ts';
import { freeKey, keysOf, type StateDraft, withoutState } from './definition-draft.ts';

/** The marketplace's own states, what each means to us, and where an offer may go from it. */
export function StatesEditor({
  definition,
  kept,
  onChange,
  mayWrite,
}: {
  definition: Definition;
  /** As it was kept last. */ kept: Definition | null;
  onChange: (definition: Definition) => void;
  mayWrite: boolean;
}) {
  const { states } = definition;
  const keys = keysOf(states, kept?.states ?? [], 'state');
  const change = (key: string, part: Partial<StateDraft>) =>
    onChange({ ...definition, states: states.map((state) => (state.key === key ? { ...state, ...part } : state)) });
  function add() {
    const label = t('marketplaces.state.new');
    const key = freeKey(
      label,
      states.map((state) => state.key),
      'state',
    );
    onChange({ ...definition, states: [...states, { key, label, means: 'released', next: [] }] });
  }
  return (
    <Card
      title={t('marketplaces.states')}
      flush
      actions={
        mayWrite && (
          <Button size="compact" icon={<Plus size={14} aria-hidden />} onPress={add}>
            {t('marketplaces.state.add')}
          </Button>
        )
      }
    >
      <p className="border-b border-line px-4 py-2 text-12 text-muted">{t('marketplaces.states.note')}</p>
      <ul>
        {states.map((state) => (
          <li key={state.key} className="border-b border-line p-4 last:border-b-0">
            <fieldset disabled={!mayWrite} aria-label={state.label} className="grid min-w-0 items-start gap-3 md:grid-cols-[1fr_9rem_11rem_2rem]">
              <TextField
                label={t('marketplaces.state.label')}
                value={state.label}
                onChange={(label) => change(state.key, { label })}
                maxLength={60}
                isDisabled={!mayWrite}
                isRequired
              />
              <TextField label={t('marketplaces.state.key')} value={keys.get(state.key) ?? state.key} isReadOnly isDisabled={!mayWrite} />
              <Select
                label={t('marketplaces.state.means')}
                options={offerPhases.map((id) => ({ id, label: t(`offers.phase.${id}`) }))}
                value={state.means}
                onChange={(means) => change(state.key, { means })}
                isDisabled={!mayWrite}
              />
              <span className="flex justify-end md:pt-5">
                <IconButton
                  label={t('marketplaces.state.remove', { name: state.label })}
                  isDisabled={!mayWrite || states.length <= 2 || state.key === definition.initial}
                  onPress={() => onChange(withoutState(definition, state.key))}
                >
                  <Trash2 size={16} aria-hidden />
                </IconButton>
              </span>
              <div className="md:col-span-4">
                <p className="text-12 font-medium">{t('marketplaces.state.next')}</p>
                <div className="mt-1 flex flex-wrap gap-x-4 gap-y-1">
                  {states
                    .filter((other) => other.key !== state.key)
                    .map((other) => (
                      <Checkbox
                        key={other.key}
                        isDisabled={!mayWrite}
                        isSelected={state.next.includes(other.key)}
                        onChange={(on) => change(state.key, { next: on ? [...state.next, other.key] : state.next.filter((key) => key !== other.key) })}
                      >
                        <bdi>{other.label}</bdi>
                      </Checkbox>
                    ))}
                </div>
              </div>
            </fieldset>
          </li>
        ))}
      </ul>
      <div className="border-t border-line p-4">
        <Select
          label={t('marketplaces.initial')}
          description={t('marketplaces.initial.note')}
          options={states.map((state) => ({ id: state.key, label: state.label }))}
          value={definition.initial}
          onChange={(initial) => onChange({ ...definition, initial })}
          isDisabled={!mayWrite}
          className="max-w-60"
        />
      </div>
    </Card>
  );
}
