import { Views } from '../shared/rows.tsx';
import { t } from '../text.ts';

export function SettingsViews({ open }: { open: 'team' | 'told' | 'rooms' | 'list' }) {
  return (
    <Views
      label={t('portal.settings.views')}
      items={[
        { to: '/portal/team', label: t('portal.team.title'), open: open === 'team' },
        { to: '/portal/settings', label: t('portal.prefs.title'), open: open === 'told' },
        { to: '/portal/settings/rooms', label: t('portal.rooms.title'), open: open === 'rooms' },
        { to: '/portal/notifications', label: t('portal.notes.title'), open: open === 'list' },
      ]}
    />
  );
}
