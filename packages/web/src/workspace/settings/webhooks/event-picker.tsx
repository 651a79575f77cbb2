import { useState } from 'react';
import { Search } from 'lucide-react';
import { useApi } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { eventSentence, groups, type EventType } from './words.ts';

/** Events by what they are about; the search looks at names and sentences alike. A group's box takes what of it is in view. */
export function EventPicker({ value, onChange, error }: { value: readonly EventType[]; onChange: (next: readonly EventType[]) => void; error?: string }) {
  const types = useApi('webhooks.eventTypes', undefined, { staleTime: Number.POSITIVE_INFINITY });
  const [typed, setTyped] = useState('');
  if (types.error !== null && types.data === undefined) return <ErrorState compact error={types.error} onRetry={() => void types.refetch()} />;
  if (types.data === undefined) return <SkeletonRows rows={6} height={28} what={t('webhooks.events')} />;
  const words = typed.trim().toLowerCase();
  const found = types.data.items.filter(({ type }) => words === '' || type.includes(words) || eventSentence(type).toLowerCase().includes(words));
  return (
    <fieldset className="flex min-w-0 flex-col gap-3">
      <legend className="sr-only">{t('webhooks.events')}</legend>
      <TextField
        label={t('webhooks.events.search')}
        hideLabel
        type="search"
        value={typed}
        onChange={setTyped}
        placeholder={t('webhooks.events.search')}
        prefix={<Search size={14} aria-hidden />}
      />
      <p aria-live="polite" className="text-12 text-muted">
        {t('webhooks.events.chosen', { n: value.length })}
      </p>
      {found.length === 0 && <p className="text-muted">{t('webhooks.events.noMatch')}</p>}
      {groups.map((group) => {
        const shown = found.filter((one) => one.group === group).map(({ type }) => type);
        if (shown.length === 0) return null;
        const chosen = shown.filter((type) => value.includes(type));
        return (
          <div key={group} className="flex flex-col gap-1">
            <Checkbox
              className="font-semibold"
              isSelected={chosen.length === shown.length}
              isIndeterminate={chosen.length > 0 && chosen.length < shown.length}
              onChange={(on) => onChange(on ? [...new Set([...value, ...shown])] : value.filter((type) => !shown.includes(type)))}
            >
              {t(`webhooks.group.${group}`)}
            </Checkbox>
            <div className="flex flex-col gap-1 ps-6">
              {shown.map((type) => (
                <Checkbox
                  key={type}
                  isSelected={value.includes(type)}
                  onChange={(on) => onChange(on ? [...value, type] : value.filter((one) => one !== type))}
                  description={eventSentence(type)}
                >
                  <code dir="ltr" className="font-mono text-12">
                    {type}
                  </code>
                </Checkbox>
              ))}
            </div>
          </div>
        );
      })}
      {error !== undefined && (
        <p role="alert" className="text-12 text-bad">
          {error}
        </p>
      )}
    </fieldset>
  );
}
