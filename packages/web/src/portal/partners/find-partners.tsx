import { useDeferredValue } from 'react';
import { Mail } from 'lucide-react';
import { partnerTypes, regions } from '@entente/kernel';
import { useApiPages } from '../../lib/api/index.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { useParam } from '../address.tsx';
import { GoButton } from '../kit/button.tsx';
import { Page, Panel } from '../kit/page.tsx';
import { Narrow, SearchField } from '../shared/narrow.tsx';
import { Listed, Views } from '../shared/rows.tsx';
import { t, tOr } from '../text.ts';

export function PartnerViews({ open }: { open: 'find' | 'shares' | 'mine' }) {
  return (
    <Views
      label={t('portal.partners.views')}
      items={[
        { to: '/portal/partners', label: t('portal.partners.find'), open: open === 'find' },
        { to: '/portal/shares', label: t('portal.shares.title'), open: open === 'shares' },
        { to: '/portal/partners/mine', label: t('portal.entry.title'), open: open === 'mine' },
      ]}
    />
  );
}

export function FindPartners() {
  const [q, setQ] = useParam('q');
  const [type, setType] = useParam('type');
  const [region, setRegion] = useParam('region');
  const pages = useApiPages('portalDirectory.list', { query: { q: useDeferredValue(q), type, region } }, { keepPrevious: true });
  const filtered = q !== undefined || type !== undefined || region !== undefined;
  return (
    <Page title={t('portal.nav.partners')}>
      <PartnerViews open="find" />
      <div className="mb-4 flex flex-wrap gap-3">
        <SearchField placeholder={t('portal.partners.search')} value={q} onChange={setQ} />
        <Narrow
          label={t('portal.partners.type')}
          all={t('portal.partners.allTypes')}
          choices={partnerTypes.map((id) => ({ id, label: t(`portal.ptype.${id}`) }))}
          value={type}
          onChange={setType}
        />
        <Narrow
          label={t('portal.partners.region')}
          all={t('portal.partners.allRegions')}
          choices={regions.map((id) => ({ id, label: id }))}
          value={region}
          onChange={setRegion}
          className="w-40"
        />
      </div>
      <Listed
        pages={pages}
        what={t('portal.nav.partners')}
        empty={
          filtered
            ? { title: t('ui.noMatches'), action: <GoButton to="/portal/partners">{t('portal.clearFilter')}</GoButton> }
            : {
                title: t('portal.partners.empty.title'),
                detail: t('portal.partners.empty.detail'),
                action: <GoButton to="/portal/partners/mine">{t('portal.entry.title')}</GoButton>,
              }
        }
      >
        <ul aria-label={t('portal.nav.partners')} className="grid gap-4 md:grid-cols-2">
          {pages.rows.map((entry) => (
            <li key={entry.partnerId}>
              <Panel className="h-full">
                <div className="flex items-start gap-3 pt-2.5">
                  <Avatar name={entry.partnerName} kind="company" size={32} />
                  <div className="min-w-0">
                    <h2 className="text-15 font-semibold">
                      <bdi>{entry.partnerName}</bdi>
                    </h2>
                    <p className="text-12 text-muted">
                      <bdi>{[...entry.types.map((one) => tOr(`portal.ptype.${one}`, one)), ...entry.regions].join(', ')}</bdi>
                    </p>
                  </div>
                </div>
                {entry.headline !== null && (
                  <p dir="auto" className="mt-2">
                    {entry.headline}
                  </p>
                )}
                {entry.lookingFor !== null && (
                  <p dir="auto" className="mt-2">
                    <span className="text-muted">{t('portal.entry.lookingFor')}:</span> {entry.lookingFor}
                  </p>
                )}
                {entry.offers !== null && (
                  <p dir="auto" className="mt-1">
                    <span className="text-muted">{t('portal.entry.offers')}:</span> {entry.offers}
                  </p>
                )}
                {entry.contactEmail !== null && (
                  <a href={`mailto:${entry.contactEmail}`} className="link mt-2 inline-flex items-center gap-2">
                    <Mail size={16} strokeWidth={1.75} aria-hidden />
                    <bdi className="[overflow-wrap:anywhere]">{entry.contactEmail}</bdi>
                  </a>
                )}
              </Panel>
            </li>
          ))}
        </ul>
      </Listed>
    </Page>
  );
}
