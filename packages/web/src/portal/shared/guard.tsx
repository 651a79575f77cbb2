import type { ComponentType } from 'react';
import type { Scope } from '@entente/contracts/permissions';
import { Page } from '../kit/page.tsx';
import { Empty } from '../kit/states.tsx';
import { usePortalSession } from '../session.ts';
import { type PortalMessageId, t } from '../text.ts';

type PageProps = { id: string };

/** Pages that need a right ask for nothing where the person does not have it: they say whom to ask. */
export function guardedBy(scope: Scope, title: PortalMessageId, Inner: ComponentType<PageProps>): ComponentType<PageProps> {
  return function Guarded(props: PageProps) {
    const session = usePortalSession().data;
    if (session === undefined || session.permissions.includes(scope)) return <Inner {...props} />;
    return (
      <Page title={t(title)}>
        <Empty title={t('portal.denied.title')} detail={t('portal.denied.detail')} />
      </Page>
    );
  };
}
