import { Check } from 'lucide-react';
import { partnerRoles, roleAllows, scopes, staffRoles } from '@entente/contracts/permissions';
import { t } from '../../lib/i18n/i18n.ts';
import { Card } from '../../ui/page.tsx';
import { ScrollArea } from '../../ui/scroll-area.tsx';

const roles = [...staffRoles, ...partnerRoles];

/** Read from the same list the server decides by, so that what is shown is what is enforced. */
export function Roles() {
  return (
    <Card title={t('settings.roles')} note={t('settings.roles.note')} flush>
      <ScrollArea className="relative overflow-auto" label={t('settings.roles.note')}>
        <table className="w-full text-12">
          <thead>
            <tr className="border-b border-line">
              <th scope="col" className="sticky start-0 bg-surface px-4 py-2 text-start font-medium">
                {t('settings.right')}
              </th>
              {roles.map((role) => (
                <th key={role} scope="col" className="min-w-20 px-2 py-2 text-center align-bottom font-medium">
                  {t(`people.role.${role}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {scopes.map((scope) => (
              <tr key={scope} className="border-b border-line last:border-b-0 hover:bg-hover">
                <th scope="row" className="sticky start-0 bg-surface px-4 py-1.5 text-start font-normal whitespace-nowrap">
                  <code dir="ltr" className="font-mono">
                    {scope}
                  </code>
                </th>
                {roles.map((role) => (
                  <td key={role} className="px-2 text-center">
                    {roleAllows(role, scope) ? (
                      <>
                        <Check size={14} aria-hidden className="mx-auto text-ok" />
                        <span className="sr-only">{t('settings.allowed')}</span>
                      </>
                    ) : (
                      <span className="sr-only">{t('settings.notAllowed')}</span>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollArea>
    </Card>
  );
}
