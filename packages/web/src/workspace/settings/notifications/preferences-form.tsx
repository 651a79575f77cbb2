import { useState } from 'react';
import { useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button } from '../../../ui/button.tsx';
import { ComboBox } from '../../../ui/combo-box.tsx';
import { Card } from '../../../ui/page.tsx';
import { Select } from '../../../ui/select.tsx';
import { toast } from '../../../ui/toast.tsx';
import { RefusalNote } from '../../partners/kit/form-drawer.tsx';
import { eventGroups, hows, type Preferences } from './events.ts';

const NEVER = 'never';
const hours = Array.from({ length: 24 }, (_, hour) => hour);
const hourText = (hour: number): string => `${String(hour).padStart(2, '0')}:00`;
const hourOptions = hours.map((hour) => ({ id: String(hour), label: hourText(hour) }));
const zones = Intl.supportedValuesOf('timeZone');

/** Per event: a mail at once, in the day's digest, or none. What is told always stands under the bell as well. */
export function PreferencesForm({ saved }: { saved: Preferences }) {
  const [draft, setDraft] = useState<Preferences>(saved);
  const set = useApiMutation('notifications.setPreferences', { invalidates: ['notifications.preferences'] });
  const put = (changes: Partial<Preferences>) => setDraft((before) => ({ ...before, ...changes }));
  const changed = JSON.stringify(draft) !== JSON.stringify(saved);
  const quiet = (value: number | null): string => (value === null ? NEVER : String(value));
  const zoneOptions = (zones.includes(draft.timeZone) ? zones : [draft.timeZone, ...zones]).map((id) => ({ id, label: id.replaceAll('_', ' ') }));
  return (
    <Card
      title={t('settings.notifications')}
      actions={
        <Button
          kind="primary"
          size="compact"
          isDisabled={!changed}
          isPending={set.isPending}
          onPress={() => set.mutate({ body: draft }, { onSuccess: () => toast(t('telling.saved')) })}
        >
          {t('ui.save')}
        </Button>
      }
    >
      <div className="flex flex-col gap-5">
        <p className="text-muted">{t('telling.note')}</p>
        <RefusalNote error={set.error} />
        {eventGroups.map((group) => (
          <fieldset key={group.id} className="min-w-0">
            <legend className="mb-1 font-semibold">{t(`telling.group.${group.id}`)}</legend>
            <ul>
              {group.events.map((event) => (
                <li key={event} className="flex min-h-11 flex-wrap items-center gap-x-4 gap-y-1 border-b border-line py-1 last:border-b-0">
                  <span className="min-w-48 flex-1">{t(`telling.event.${event}`)}</span>
                  <Select
                    label={t(`telling.event.${event}`)}
                    hideLabel
                    value={draft.mail[event]}
                    onChange={(how) => put({ mail: { ...draft.mail, [event]: how } })}
                    options={hows.map((id) => ({ id, label: t(`telling.how.${id}`) }))}
                    className="w-44"
                  />
                </li>
              ))}
            </ul>
          </fieldset>
        ))}
        <fieldset className="min-w-0">
          <legend className="mb-2 font-semibold">{t('telling.times')}</legend>
          <div className="grid gap-3 md:grid-cols-2">
            <Select
              label={t('telling.digestHour')}
              value={String(draft.digestHour)}
              onChange={(hour) => put({ digestHour: Number(hour) })}
              options={hourOptions}
            />
            <ComboBox
              label={t('telling.timeZone')}
              value={draft.timeZone}
              onChange={(zone) => {
                if (zone !== null) put({ timeZone: zone });
              }}
              options={zoneOptions}
            />
            <Select
              label={t('telling.quietFrom')}
              value={quiet(draft.quietFrom)}
              onChange={(hour) => put(hour === NEVER ? { quietFrom: null, quietTo: null } : { quietFrom: Number(hour), quietTo: draft.quietTo ?? 7 })}
              options={[{ id: NEVER, label: t('telling.noQuiet') }, ...hourOptions]}
              description={t('telling.quiet.note')}
            />
            <Select
              label={t('telling.quietTo')}
              value={quiet(draft.quietTo)}
              onChange={(hour) => put({ quietTo: Number(hour) })}
              options={hourOptions}
              isDisabled={draft.quietFrom === null}
            />
          </div>
        </fieldset>
      </div>
    </Card>
  );
}
