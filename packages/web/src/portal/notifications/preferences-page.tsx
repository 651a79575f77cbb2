import { type FormEvent, useState } from 'react';
import { type Request, type Result, useApi } from '../../lib/api/index.ts';
import { useAct } from '../act.ts';
import { Button } from '../kit/button.tsx';
import { Choose, TextInput, Tick } from '../kit/fields.tsx';
import { Page, Panel } from '../kit/page.tsx';
import { Failed, Ghosts, Refused } from '../kit/states.tsx';
import { portalName, useWhyNot } from '../session.ts';
import { SettingsViews } from '../team/settings-views.tsx';
import { t } from '../text.ts';
import { partnerEvents } from './events.ts';

type Preferences = Result<'notifications.preferences'>;
type Body = Request<'notifications.setPreferences'>['body'];
const ways = ['at_once', 'digest', 'off'] as const;
const hours = Array.from({ length: 24 }, (_, hour) => ({ id: String(hour), label: `${String(hour).padStart(2, '0')}:00` }));

export function PreferencesPage() {
  const { data, error, refetch } = useApi('notifications.preferences', {});
  return (
    <Page title={t('portal.prefs.title')}>
      <SettingsViews open="told" />
      <Panel>
        {data ? (
          <PreferencesForm preferences={data} />
        ) : error ? (
          <Failed error={error} onRetry={() => void refetch()} />
        ) : (
          <Ghosts what={t('portal.prefs.title')} rows={8} height={44} />
        )}
      </Panel>
    </Page>
  );
}

function PreferencesForm({ preferences }: { preferences: Preferences }) {
  const [mail, setMail] = useState(preferences.mail);
  const [digestHour, setDigestHour] = useState(preferences.digestHour);
  const [timeZone, setTimeZone] = useState(preferences.timeZone);
  const [quiet, setQuiet] = useState(preferences.quietFrom !== null && preferences.quietTo !== null);
  const [quietFrom, setQuietFrom] = useState(preferences.quietFrom ?? 19);
  const [quietTo, setQuietTo] = useState(preferences.quietTo ?? 7);
  const why = useWhyNot()('notifications:read');
  const off = why !== undefined;
  const act = useAct('notifications.setPreferences', { notice: t('portal.prefs.saved') });
  function save(event: FormEvent): void {
    event.preventDefault();
    if (off) return;
    const body: Body = { mail, digestHour, timeZone, quietFrom: quiet ? quietFrom : null, quietTo: quiet ? quietTo : null };
    void act.run({ body });
  }
  return (
    <form onSubmit={save} className="flex flex-col gap-6 pt-2">
      <table className="w-full border-collapse">
        <caption className="mb-2 text-start text-muted">{t('portal.prefs.mail')}</caption>
        <thead className="max-md:sr-only">
          <tr className="text-12 text-muted">
            <th scope="col" className="py-1.5 text-start font-medium">
              {t('portal.prefs.event')}
            </th>
            <th scope="col" className="w-56 py-1.5 text-start font-medium">
              {t('portal.prefs.how')}
            </th>
          </tr>
        </thead>
        <tbody>
          {partnerEvents.map((event) => (
            <tr key={event} className="border-t border-line max-md:flex max-md:flex-col max-md:gap-1 max-md:py-2">
              <th scope="row" className="py-1.5 pe-3 text-start font-normal">
                {t(`portal.event.${event}`, { vendor: portalName() })}
              </th>
              <td className="py-1.5">
                <Choose
                  label={t(`portal.event.${event}`, { vendor: portalName() })}
                  hideLabel
                  choices={ways.map((id) => ({ id, label: t(`portal.prefs.${id}`) }))}
                  value={mail[event] ?? 'at_once'}
                  onChange={(how) => setMail({ ...mail, [event]: how })}
                  disabled={off}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="flex flex-wrap gap-4">
        <Choose
          label={t('portal.prefs.digestHour')}
          choices={hours}
          value={String(digestHour)}
          onChange={(hour) => setDigestHour(Number(hour))}
          disabled={off}
          className="w-44"
        />
        <TextInput
          label={t('portal.prefs.timeZone')}
          value={timeZone}
          onChange={setTimeZone}
          disabled={off}
          dir="ltr"
          maxLength={60}
          list="portal-zones"
          className="w-64"
        />
        <datalist id="portal-zones">
          {Intl.supportedValuesOf('timeZone').map((zone) => (
            <option key={zone} value={zone}>
              {zone}
            </option>
          ))}
        </datalist>
      </div>
      <div className="flex flex-col gap-3">
        <Tick label={t('portal.prefs.quiet')} note={t('portal.prefs.quiet.note')} checked={quiet} onChange={setQuiet} disabled={off} />
        {quiet && (
          <div className="flex flex-wrap gap-4">
            <Choose
              label={t('portal.prefs.quietFrom')}
              choices={hours}
              value={String(quietFrom)}
              onChange={(hour) => setQuietFrom(Number(hour))}
              disabled={off}
              className="w-44"
            />
            <Choose
              label={t('portal.prefs.quietTo')}
              choices={hours}
              value={String(quietTo)}
              onChange={(hour) => setQuietTo(Number(hour))}
              disabled={off}
              className="w-44"
            />
          </div>
        )}
      </div>
      <Refused sentence={act.refusal} />
      <Button type="submit" look="main" busy={act.busy} why={why} className="self-start">
        {t('ui.save')}
      </Button>
    </form>
  );
}
