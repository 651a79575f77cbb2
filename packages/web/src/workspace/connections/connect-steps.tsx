import { t } from '../../lib/i18n/i18n.ts';
import { RadioGroup } from '../../ui/radio-group.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { type Draft, type Environment, environments } from './connect-draft.ts';
import { FormFields } from './form-fields.tsx';
import { SystemMark } from './system-mark.tsx';
import { type OutsideSystem, systemLabel } from './words.ts';

export function ConnectSystem({
  items,
  value,
  onChange,
}: {
  items: readonly OutsideSystem[];
  value: OutsideSystem['system'] | null;
  onChange: (system: OutsideSystem) => void;
}) {
  return (
    <RadioGroup
      label={t('connections.step.system')}
      look="cards"
      options={items.map((one) => ({
        id: one.system,
        label: systemLabel(one.system),
        icon: <SystemMark system={one.system} />,
        note: new Intl.ListFormat(document.documentElement.lang).format([
          ...one.uses.map((use) => t(`connections.use.${use}`)),
          ...(one.simulatorUrl === null ? [] : [t('connections.simulator.runs')]),
        ]),
      }))}
      value={value}
      onChange={(id) => {
        const chosen = items.find((one) => one.system === id);
        if (chosen) onChange(chosen);
      }}
    />
  );
}

export function ConnectPlace({
  system,
  draft,
  tried,
  missing,
  onChange,
  onEnvironment,
}: {
  system: OutsideSystem;
  draft: Draft;
  tried: boolean;
  missing: readonly string[];
  onChange: (changes: Partial<Draft>) => void;
  onEnvironment: (environment: Environment) => void;
}) {
  const empty = (text: string): string | undefined => (tried && text.trim() === '' ? t('connections.form.missing') : undefined);
  return (
    <>
      <RadioGroup
        label={t('connections.environment')}
        options={environments.map((id) => ({ id, label: t(`connections.environment.${id}`), note: t(`connections.environment.${id}.note`) }))}
        value={draft.environment}
        onChange={onEnvironment}
      />
      <TextField
        label={t('connections.baseUrl')}
        type="url"
        value={draft.baseUrl}
        onChange={(baseUrl) => onChange({ baseUrl })}
        isRequired={draft.environment === 'simulator'}
        validationBehavior="aria"
        description={t(draft.environment === 'simulator' ? 'connections.baseUrl.simulator' : 'connections.baseUrl.note')}
        error={draft.environment === 'simulator' ? empty(draft.baseUrl) : undefined}
      />
      <TextField
        label={t('connections.name')}
        value={draft.name}
        onChange={(name) => onChange({ name })}
        isRequired
        validationBehavior="aria"
        maxLength={200}
        description={t('connections.name.note')}
        error={empty(draft.name)}
      />
      <TextField
        label={t('connections.account')}
        value={draft.account}
        onChange={(account) => onChange({ account })}
        isRequired
        validationBehavior="aria"
        maxLength={200}
        description={t(`connections.account.note.${draft.system}`)}
        error={empty(draft.account)}
      />
      <FormFields
        fields={system.settings}
        values={draft.settings}
        missing={missing}
        onChange={(key, value) => onChange({ settings: { ...draft.settings, [key]: value } })}
      />
    </>
  );
}
