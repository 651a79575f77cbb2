import { Mail, Plus } from 'lucide-react';
import type { Result } from '../../lib/api/index.ts';
import { DateText, InstantText, Money } from '../../lib/i18n/values.tsx';
import { SlaClock } from '../../ui/sla-clock.tsx';
import { Go } from '../address.tsx';
import { Button, GoButton } from '../kit/button.tsx';
import { Page, Panel } from '../kit/page.tsx';
import { Empty, Failed, Ghosts } from '../kit/states.tsx';
import { HolderNote } from '../shared/holder.tsx';
import { RowLink, Rows } from '../shared/rows.tsx';
import { ComingMoney } from '../money/coming-money.tsx';
import { useHome, useWhyNot } from '../session.ts';
import { t, tOr } from '../text.ts';

type HomeData = Result<'portal.home'>;

export function Home() {
  const { data: home, error, refetch } = useHome(60_000);
  const why = useWhyNot();
  if (error && !home) return <Failed error={error} onRetry={() => void refetch()} />;
  const whyNot = why('portal:register') ?? (home && !home.mayRegister ? t('portal.home.mayNotRegister') : undefined);
  return (
    <Page
      title={home ? t('portal.home.title', { partner: home.partner.name }) : t('portal.nav.home')}
      meta={home?.partner.tier ? <span>{tOr(`portal.tier.${home.partner.tier}`, home.partner.tier)}</span> : undefined}
      actions={<RegisterAct whyNot={whyNot} />}
    >
      {home?.vendor.greeting && (
        <p dir="auto" className="portal-soft mb-6 rounded-card px-4 py-3">
          {home.vendor.greeting}
        </p>
      )}
      <ComingMoney />
      {home ? <MoneyStrip money={home.money} /> : <StripGhosts />}
      <div className="grid gap-6 lg:grid-cols-[minmax(0,1.7fr)_minmax(0,1fr)]">
        <div className="flex min-w-0 flex-col gap-6">
          <NeedsYou home={home} />
          <WithVendor home={home} />
        </div>
        <div className="flex min-w-0 flex-col gap-6">
          <Expiring home={home} />
          <WhomToCall home={home} />
        </div>
      </div>
    </Page>
  );
}

function RegisterAct({ whyNot }: { whyNot: string | undefined }) {
  const icon = <Plus size={18} strokeWidth={1.75} aria-hidden />;
  return whyNot === undefined ? (
    <GoButton to="/portal/register" look="main" icon={icon} aria-keyshortcuts="R">
      {t('portal.registerDeal')}
    </GoButton>
  ) : (
    <Button look="main" icon={icon} why={whyNot}>
      {t('portal.registerDeal')}
    </Button>
  );
}

function MoneyStrip({ money }: { money: HomeData['money'] }) {
  const tiles = [
    ['portal.home.waiting', money.waiting, '/portal/registrations?state=submitted'],
    ['portal.home.protectedOpen', money.protectedOpen, '/portal/registrations?state=approved'],
    ['portal.home.won', money.won12Months, '/portal/deals?status=won'],
  ] as const;
  return (
    <section aria-label={t('portal.home.money')} className="mb-6">
      <ul className="grid overflow-hidden rounded-card border border-line bg-surface md:grid-cols-3">
        {tiles.map(([label, sums, to]) => (
          <li key={label} className="flex min-h-24 flex-col gap-1 border-line px-4 py-3.5 not-last:border-b md:not-last:border-e md:not-last:border-b-0">
            <Go to={to} className="text-muted hover:underline">
              {t(label)}
            </Go>
            {sums.length === 0 ? (
              <span className="text-24 font-semibold text-muted">{t('portal.home.none')}</span>
            ) : (
              sums.map((sum) => (
                <span key={sum.currency} className="text-24 font-semibold">
                  <Money value={sum} />
                </span>
              ))
            )}
          </li>
        ))}
      </ul>
      <p className="mt-1.5 text-12 text-muted">
        {t('portal.home.moneyNote')} {t('portal.asOf')} <InstantText at={money.asOf} />
      </p>
    </section>
  );
}

function StripGhosts() {
  return (
    <div className="mb-6">
      <div className="rounded-card border border-line bg-surface">
        <Ghosts what={t('portal.home.money')} rows={1} height={98} />
      </div>
      <p className="mt-1.5 h-4" />
    </div>
  );
}

function NeedsYou({ home }: { home: HomeData | undefined }) {
  return (
    <Panel title={t('portal.home.needsYou')} flush note={home && home.needsYou.length > 0 ? t('portal.home.count', { n: home.needsYou.length }) : undefined}>
      {!home ? (
        <Ghosts what={t('portal.home.needsYou')} rows={4} height={68} />
      ) : home.needsYou.length === 0 ? (
        <Empty title={t('portal.home.nothing.title')} detail={t('portal.home.nothing.detail')} />
      ) : (
        <Rows label={t('portal.home.needsYou')}>
          {home.needsYou.map((item) => (
            <RowLink
              key={`${item.kind}${item.recordId}`}
              to={item.path}
              title={item.title}
              meta={<span dir="auto">{item.sentence}</span>}
              aside={item.dueAt === null ? undefined : <SlaClock dueAt={item.dueAt} />}
            >
              <span className="text-12 font-medium">{t(`portal.need.${item.kind}`)}</span>
            </RowLink>
          ))}
        </Rows>
      )}
    </Panel>
  );
}

function WithVendor({ home }: { home: HomeData | undefined }) {
  const vendor = home?.vendor.name ?? '';
  return (
    <Panel
      title={t('portal.home.withVendor', { vendor })}
      flush
      note={home?.usualDecisionHours ? t('portal.usuallyDecided', { n: home.usualDecisionHours }) : undefined}
    >
      {!home ? (
        <Ghosts what={t('portal.home.withVendor', { vendor })} rows={3} height={96} />
      ) : home.withVendor.length === 0 ? (
        <Empty title={t('portal.home.noneWithVendor', { vendor })} />
      ) : (
        <Rows label={t('portal.home.withVendor', { vendor })}>
          {home.withVendor.map((item) => (
            <RowLink key={item.recordId} to={item.path} title={item.title}>
              <HolderNote holder={item.holder} vendor={vendor} />
            </RowLink>
          ))}
        </Rows>
      )}
    </Panel>
  );
}

function Expiring({ home }: { home: HomeData | undefined }) {
  return (
    <Panel title={t('portal.home.expiring')} flush>
      {!home ? (
        <Ghosts what={t('portal.home.expiring')} rows={2} height={56} />
      ) : home.expiring.length === 0 ? (
        <p className="px-4 pt-1 pb-4 text-muted">{t('portal.home.noneExpiring')}</p>
      ) : (
        <Rows label={t('portal.home.expiring')}>
          {home.expiring.map((one) => (
            <RowLink
              key={one.registrationId}
              to={`/portal/registrations/${one.registrationId}`}
              title={one.companyName}
              meta={
                <span>
                  {t('portal.protectedUntil')} <DateText date={one.protectedUntil} />
                </span>
              }
              aside={<SlaClock dueAt={one.protectedUntil} />}
            />
          ))}
        </Rows>
      )}
    </Panel>
  );
}

function WhomToCall({ home }: { home: HomeData | undefined }) {
  if (!home) return null;
  return (
    <Panel title={t('portal.home.contact')}>
      {home.manager === null ? (
        <p className="text-muted">{t('portal.home.noContact', { vendor: home.vendor.name })}</p>
      ) : (
        <div className="flex flex-col gap-1">
          <p className="font-medium">
            <bdi>{home.manager.name}</bdi>
          </p>
          <a href={`mailto:${home.manager.email}`} className="link inline-flex items-center gap-2">
            <Mail size={16} strokeWidth={1.75} aria-hidden />
            <bdi className="[overflow-wrap:anywhere]">{home.manager.email}</bdi>
          </a>
        </div>
      )}
    </Panel>
  );
}
