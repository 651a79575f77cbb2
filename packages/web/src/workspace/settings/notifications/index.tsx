import { useApi } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { Hooks } from './hooks.tsx';
import { PreferencesForm } from './preferences-form.tsx';

export function NotificationSettings() {
  const preferences = useApi('notifications.preferences');
  return (
    <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_30rem]">
      {preferences.error !== null && preferences.data === undefined ? (
        <ErrorState error={preferences.error} onRetry={() => void preferences.refetch()} />
      ) : preferences.data === undefined ? (
        <SkeletonRows rows={10} height={44} what={t('settings.notifications')} />
      ) : (
        <PreferencesForm saved={preferences.data} />
      )}
      <Hooks />
    </div>
  );
}
