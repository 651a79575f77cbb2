import { t } from '../../../lib/i18n/i18n.ts';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import type { Marketplace, Offer } from '../words.ts';

type Eula = Offer['eula'];
const OWN = 'custom';
const idOf = (version: string | null): string => `standard ${version ?? ''}`;

/** The licences the marketplace knows, and one's own where it allows that. One by definition allows both. */
export function EulaField({
  value,
  onChange,
  offered,
  error,
}: {
  value: Eula;
  onChange: (eula: Eula) => void;
  offered: Marketplace['capabilities']['eulas'];
  error?: string;
}) {
  const standard = offered.length === 0 ? [{ version: null }] : offered.filter((one) => one.kind === 'standard');
  const own = offered.length === 0 || offered.some((one) => one.kind === 'custom');
  return (
    <div className="flex flex-col gap-3">
      <RadioGroup
        label={t('offers.eula')}
        options={[
          ...standard.map(({ version }) => ({
            id: idOf(version),
            label: version === null ? t('offers.eula.standard') : t('offers.eula.standardOf', { version }),
          })),
          ...(own ? [{ id: OWN, label: t('offers.eula.own') }] : []),
        ]}
        value={value.kind === 'custom' ? OWN : idOf(value.version)}
        onChange={(id) => {
          if (id === OWN) onChange({ kind: 'custom', url: value.kind === 'custom' ? value.url : 'https://' });
          else onChange({ kind: 'standard', version: standard.find(({ version }) => idOf(version) === id)?.version ?? null });
        }}
        error={value.kind === 'standard' ? error : undefined}
      />
      {value.kind === 'custom' && (
        <TextField label={t('offers.eula.url')} type="url" value={value.url} onChange={(url) => onChange({ kind: 'custom', url })} error={error} isRequired />
      )}
    </div>
  );
}
