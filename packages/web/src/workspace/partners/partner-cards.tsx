import { Link } from '@tanstack/react-router';
import { useApiPages } from '../../lib/api/index.ts';
import { formatPercent } from '../../lib/i18n/format.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { DateText, Num } from '../../lib/i18n/values.tsx';
import { Button } from '../../ui/button.tsx';
import { Ring } from '../../ui/marks.tsx';
import { Card } from '../../ui/page.tsx';
import { RoleGlyph, roleName } from '../../ui/role-glyph.tsx';
import { ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { DealRows } from './kit/deal-rows.tsx';
import { Nothing } from './kit/record-page.tsx';
import type { Partner } from './partner-form.tsx';
import { tieName } from './words.ts';

const row = 'relative flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-2 last:border-b-0';

/** Wins and losses as they are, then the rate that allows for how few they may be. */
export function RecordCard({ partner }: { partner: Partner }) {
  const { wins, losses, shrunkWinRate, baseWinRate, sentence } = partner.record;
  return (
    <Card title={t('partners.record')}>
      <p className="max-w-140">
        <bdi>{sentence}</bdi>
      </p>
      <dl className="mt-3 flex flex-wrap gap-x-8 gap-y-2">
        <div>
          <dt className="text-12 text-muted">{t('partners.record.wins')}</dt>
          <dd className="font-medium">
            <Num value={wins} />
          </dd>
        </div>
        <div>
          <dt className="text-12 text-muted">{t('partners.record.losses')}</dt>
          <dd className="font-medium">
            <Num value={losses} />
          </dd>
        </div>
        <div>
          <dt className="text-12 text-muted">{t('partners.record.rate')}</dt>
          <dd className="num font-medium">
            <bdi>{formatPercent(shrunkWinRate)}</bdi>
          </dd>
        </div>
        <div>
          <dt className="text-12 text-muted">{t('partners.record.base')}</dt>
          <dd className="num font-medium">
            <bdi>{formatPercent(baseWinRate)}</bdi>
          </dd>
        </div>
      </dl>
    </Card>
  );
}

export function TouchCard({ partner }: { partner: Partner }) {
  const { last90Days, before90Days } = partner.touches;
  const most = Math.max(1, last90Days, before90Days);
  const bars = [
    { id: 'before', label: t('partners.touches.before'), value: before90Days },
    { id: 'last', label: t('partners.touches.last'), value: last90Days },
  ];
  return (
    <Card title={t('partners.touches')}>
      <ul className="flex flex-col gap-2">
        {bars.map((bar) => (
          <li key={bar.id} className="grid grid-cols-[8rem_1fr_auto] items-center gap-3">
            <span className="text-muted">{bar.label}</span>
            <span aria-hidden className="h-2 overflow-hidden rounded-full bg-hover">
              <span className={bar.id === 'last' ? 'block h-full bg-accent' : 'block h-full bg-role-none'} style={{ width: `${(bar.value / most) * 100}%` }} />
            </span>
            <span className="font-medium">
              <Num value={bar.value} />
            </span>
          </li>
        ))}
      </ul>
      <p className="mt-3 text-muted">
        {t(last90Days > before90Days ? 'partners.touches.more' : last90Days < before90Days ? 'partners.touches.fewer' : 'partners.touches.same')}
      </p>
    </Card>
  );
}

export function CompetencyCard({ partner, onAdd, today }: { partner: Partner; onAdd?: () => void; today: string }) {
  return (
    <Card
      title={t('partners.competencies')}
      flush
      actions={
        onAdd && (
          <Button size="compact" onPress={onAdd}>
            {t('partners.competency.add')}
          </Button>
        )
      }
    >
      {partner.competencies.length === 0 ? (
        <Nothing>{t('partners.competencies.none')}</Nothing>
      ) : (
        <ul>
          {partner.competencies.map((entry) => (
            <li key={entry.id} className={row}>
              {entry.role !== null && <RoleGlyph role={entry.role} />}
              <span className="min-w-40 flex-1">
                <bdi className="font-medium">{entry.skill}</bdi>
                <span className="block text-12 text-muted">
                  <bdi>{[entry.productName, entry.role === null ? null : roleName(entry.role)].filter((part) => part !== null).join(' · ')}</bdi>
                </span>
              </span>
              <span className="text-muted">{t('partners.certified', { n: entry.certifiedPeople })}</span>
              {entry.validUntil !== null && (
                <span className={entry.validUntil < today ? 'text-bad' : 'text-muted'}>
                  {t(entry.validUntil < today ? 'partners.expired' : 'partners.validUntil')} <DateText date={entry.validUntil} />
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

export function ContactsCard({ partner, onAdd }: { partner: Partner; onAdd?: () => void }) {
  return (
    <Card
      title={t('work.contacts')}
      flush
      actions={
        onAdd && (
          <Button size="compact" onPress={onAdd}>
            {t('work.contact.add')}
          </Button>
        )
      }
    >
      {partner.contacts.length === 0 ? (
        <Nothing>{t('work.contacts.none')}</Nothing>
      ) : (
        <ul>
          {partner.contacts.map((person) => (
            <li key={person.id} className={row}>
              <span className="min-w-40 flex-1">
                <bdi className="font-medium">{person.name}</bdi>
                {person.title !== null && (
                  <span className="block text-12 text-muted">
                    <bdi>{person.title}</bdi>
                  </span>
                )}
              </span>
              <a href={`mailto:${person.email}`} className="link truncate" dir="ltr">
                {person.email}
              </a>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

export function TiesCard({ partner }: { partner: Partner }) {
  return (
    <Card title={t('partners.ties')} note={t('partners.ties.note')} flush>
      {partner.ties.length === 0 ? (
        <Nothing>{t('partners.ties.none')}</Nothing>
      ) : (
        <ul>
          {partner.ties.map((tie) => (
            <li key={`${tie.accountId}${tie.kind}`} className={`${row} hover:bg-hover`}>
              <Ring share={tie.strength / 100} size={16} label={t('partners.tie.strength', { n: tie.strength })} />
              <span className="min-w-40 flex-1">
                <Link to="/accounts/$accountId" params={{ accountId: tie.accountId }} className="font-medium before:absolute before:inset-0">
                  <bdi>{tie.accountName}</bdi>
                </Link>
                {tie.evidence !== null && (
                  <span className="block text-12 text-muted">
                    <bdi>{tie.evidence}</bdi>
                  </span>
                )}
              </span>
              <span className="text-muted">{tieName(tie.kind)}</span>
              {tie.since !== null && (
                <span className="text-12 text-muted">
                  <DateText date={tie.since} />
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

export function DealsCard({ partnerId }: { partnerId: string }) {
  const deals = useApiPages('partners.deals', { params: { id: partnerId }, query: { limit: 20 } });
  return (
    <Card
      title={t('work.deals')}
      flush
      actions={
        <Link to="/deals" search={{ partnerId }} className="link text-12">
          {t('work.seeAll')}
        </Link>
      }
    >
      {deals.error !== null ? (
        <ErrorState compact error={deals.error} onRetry={deals.refetch} />
      ) : deals.isLoading ? (
        <SkeletonRows rows={4} height={48} what={t('work.deals')} />
      ) : deals.rows.length === 0 ? (
        <Nothing>{t('work.deals.none')}</Nothing>
      ) : (
        <>
          <DealRows deals={deals.rows} />
          {deals.hasMore && (
            <p className="p-3 text-center">
              <Button size="compact" isPending={deals.isLoadingMore} onPress={deals.loadMore}>
                {t('work.more')}
              </Button>
            </p>
          )}
        </>
      )}
    </Card>
  );
}
