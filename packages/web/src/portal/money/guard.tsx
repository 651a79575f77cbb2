import type { ComponentType } from 'react';
import { Page } from '../kit/page.tsx';
import { Empty } from '../kit/states.tsx';
import { usePortalSession } from '../session.ts';
import { t } from '../text.ts';

type PageProps = { id: string };

/** Pages of money ask for nothing where the person may not see it: they say whom to ask. */
export function guarded(Inner: ComponentType<PageProps>): ComponentType<PageProps> {
  return function Guarded(props: PageProps) {
    const session = usePortalSession().data;
    if (session === undefined || session.permissions.includes('portal:money')) return <Inner {...props} />;
    return (
      <Page title={t('portal.nav.money')}>
        <Empty title={t('portal.denied.title')} detail={t('portal.denied.detail')} />
      </Page>
    );
  };
}
