import type { ReactNode } from 'react';
import { GoButton } from '../kit/button.tsx';
import { Page, Panel } from '../kit/page.tsx';
import { Empty, Failed, Ghosts } from '../kit/states.tsx';
import { portalName } from '../session.ts';
import { t } from '../text.ts';
import { usePortalProgrammes } from './programmes.tsx';

type Props = { title: string; back: { to: string; label: string }; none: string; isNone: boolean; children: ReactNode };

/** A form about a programme: there is nothing to fill in before they are known, or where none is open. */
export function ProgrammePage({ title, back, none, isNone, children }: Props) {
  const { data, error, refetch } = usePortalProgrammes();
  return (
    <Page title={title} back={back}>
      {data === undefined ? (
        <Panel flush>{error ? <Failed error={error} onRetry={() => void refetch()} /> : <Ghosts what={title} rows={5} />}</Panel>
      ) : isNone ? (
        <Panel flush>
          <Empty title={none} detail={t('portal.incentives.none.detail', { vendor: portalName() })} action={<GoButton to={back.to}>{back.label}</GoButton>} />
        </Panel>
      ) : (
        children
      )}
    </Page>
  );
}
