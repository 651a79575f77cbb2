import { type Result, useApiPages } from '../../lib/api/index.ts';
import { RelativeTime } from '../../lib/i18n/values.tsx';
import { Badge } from '../../ui/badge.tsx';
import { RoleGlyph } from '../../ui/role-glyph.tsx';
import { useAct } from '../act.ts';
import { Go, go } from '../address.tsx';
import { Button, GoButton } from '../kit/button.tsx';
import { Page, Panel } from '../kit/page.tsx';
import { Refused } from '../kit/states.tsx';
import { useWhyNot } from '../session.ts';
import { Listed } from '../shared/rows.tsx';
import { shareTone } from '../shared/states.ts';
import { t } from '../text.ts';
import { PartnerViews } from './find-partners.tsx';

type Share = Result<'portalShares.list'>['items'][number];

export function Shares() {
  const pages = useApiPages('portalShares.list', {});
  return (
    <Page title={t('portal.shares.title')}>
      <PartnerViews open="shares" />
      <Panel flush>
        <Listed
          pages={pages}
          what={t('portal.shares.title')}
          empty={{
            title: t('portal.shares.empty.title'),
            detail: t('portal.shares.empty.detail'),
            action: <GoButton to="/portal/partners">{t('portal.partners.find')}</GoButton>,
          }}
        >
          <ul aria-label={t('portal.shares.title')}>
            {pages.rows.map((share) => (
              <ShareRow key={share.id} share={share} />
            ))}
          </ul>
        </Listed>
      </Panel>
    </Page>
  );
}

function ShareRow({ share }: { share: Share }) {
  const why = useWhyNot()('portal:deals');
  const incoming = share.direction === 'in';
  const act = useAct('portalShares.answer', {
    onDone: (result) => {
      if (result.dealId !== null) go(`/portal/deals/${result.dealId}`);
    },
  });
  const answer = (accept: boolean): void => void act.run({ params: { id: share.id }, body: { accept }, ifVersion: share.version });
  return (
    <li className="flex flex-col gap-1.5 border-b border-line px-4 py-3 last:border-b-0">
      <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
        <RoleGlyph role={share.role} labelled={false} />
        <span className="font-medium">
          {incoming
            ? t('portal.shares.in', { partner: share.fromPartnerName, role: t(`role.${share.role}`) })
            : t('portal.shares.out', { partner: share.toPartnerName, role: t(`role.${share.role}`) })}
        </span>
        <Badge tone={shareTone[share.state]}>{t(`portal.sstate.${share.state}`)}</Badge>
        <span className="text-12 text-muted">
          <RelativeTime at={share.createdAt} />
        </span>
      </p>
      {share.dealId !== null && share.dealName !== null ? (
        <Go to={`/portal/deals/${share.dealId}`} className="link self-start">
          <bdi>{share.dealName}</bdi>
        </Go>
      ) : (
        <p className="text-muted">{share.dealName ?? t('portal.shares.dealHidden')}</p>
      )}
      {share.message !== null && <p dir="auto">{share.message}</p>}
      {share.partnerSentence !== null && (
        <p dir="auto" className="text-muted">
          {share.partnerSentence}
        </p>
      )}
      {incoming && share.state === 'waiting_partner' && (
        <div className="mt-1 flex flex-wrap gap-2">
          <Button look="main" why={why} busy={act.busy} onClick={() => answer(true)}>
            {t('portal.shares.join')}
          </Button>
          <Button why={why} busy={act.busy} onClick={() => answer(false)}>
            {t('portal.shares.decline')}
          </Button>
        </div>
      )}
      <Refused sentence={act.refusal} />
    </li>
  );
}
