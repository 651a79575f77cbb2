import { useNavigate, useParams } from '@tanstack/react-router';
import { useRegisterActions } from '../../lib/actions.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { allows, useSession } from '../../lib/session.ts';
import { PageBody, PageHeader } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { CustomFields } from '../connections/custom-fields/custom-fields.tsx';
import { ApiKeys } from './api-keys.tsx';
import { Audit } from './audit.tsx';
import { Branding } from './branding/index.tsx';
import { Mailbox } from './mailbox.tsx';
import { NotificationSettings } from './notifications/index.tsx';
import { People } from './people.tsx';
import { Roles } from './roles.tsx';
import { Security } from './security/index.tsx';
import { Webhooks } from './webhooks/index.tsx';

const sections = [
  { id: 'people', scope: 'people:read', Part: People },
  { id: 'roles', scope: 'workspace:read', Part: Roles },
  { id: 'api-keys', scope: 'api_keys:write', Part: ApiKeys },
  { id: 'webhooks', scope: 'webhooks:read', Part: Webhooks },
  { id: 'custom-fields', scope: 'deals:read', Part: CustomFields },
  { id: 'audit', scope: 'audit:read', Part: Audit },
  { id: 'mailbox', scope: 'mailbox:read', Part: Mailbox },
  { id: 'branding', scope: 'workspace:write', Part: Branding },
  { id: 'notifications', scope: 'notifications:read', Part: NotificationSettings },
  { id: 'security', scope: undefined, Part: Security },
] as const;

export function SettingsScreen() {
  const { section } = useParams({ from: '/workspace/settings/$section' });
  const navigate = useNavigate();
  const session = useSession();
  const open = sections.find((entry) => entry.id === section) ?? sections[0];
  const go = (id: string) => void navigate({ to: '/settings/$section', params: { section: id } });
  useRegisterActions(() => [{ id: 'settings.security', label: 'settings.toSecurity', scope: 'screen', run: () => go('security') }], []);
  const mayOpen = allows(session, open.scope);
  return (
    <>
      <PageHeader
        title={t('settings.title')}
        tabs={
          <Tabs
            label={t('settings.title')}
            value={open.id}
            onChange={go}
            items={sections.filter((entry) => allows(session, entry.scope)).map((entry) => ({ id: entry.id, label: t(`settings.${entry.id}`) }))}
          />
        }
      />
      <PageBody>
        {session === undefined ? null : mayOpen ? (
          <open.Part />
        ) : (
          <EmptyState title={t('settings.denied')} detail={t('shell.denied', { workspace: session.workspace.name })} />
        )}
      </PageBody>
    </>
  );
}
