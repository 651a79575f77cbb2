import { type ReactNode, useState } from 'react';
import { Ellipsis, ExternalLink, Lock, RefreshCw, TriangleAlert } from 'lucide-react';
import { apiKey, useApiMutation } from '../../../../lib/api/index.ts';
import { t } from '../../../../lib/i18n/i18n.ts';
import { InstantText, RelativeTime } from '../../../../lib/i18n/values.tsx';
import { useCan } from '../../../../lib/session.ts';
import { Badge } from '../../../../ui/badge.tsx';
import { Button, IconButton } from '../../../../ui/button.tsx';
import { ConfirmDialog } from '../../../../ui/dialog.tsx';
import { cx } from '../../../../ui/cx.ts';
import { Menu } from '../../../../ui/menu.tsx';
import { SlaClock } from '../../../../ui/sla-clock.tsx';
import { toast } from '../../../../ui/toast.tsx';
import { CosellPanel } from '../../../cosell/panel/cosell-panel.tsx';
import { sayRefusal } from '../../kit/notify.ts';
import type { Deal } from '../use-room.ts';
import { FieldTable } from './field-table.tsx';
import { History } from './history.tsx';
import { Steps } from './steps.tsx';
import { type DealView, stateWords, statusTone, statusWords, type ViewsOfDeal } from './words.ts';

export function ViewPanel({ deal, view }: { deal: Deal; view: DealView }) {
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <ViewHead deal={deal} view={view} />
      {view.locked !== null && (
        <Banner tone="warn" icon={<Lock size={15} aria-hidden />}>
          <bdi>{view.locked.sentence}</bdi>{' '}
          {view.locked.until !== null && (
            <span className="text-12">
              {t('views.lock.until')} <InstantText at={view.locked.until} />
            </span>
          )}
        </Banner>
      )}
      {view.sentence !== null && (
        <Banner
          tone={view.status === 'failed' || view.status === 'conflict' ? 'bad' : 'neutral'}
          icon={view.status === 'failed' || view.status === 'conflict' ? <TriangleAlert size={15} aria-hidden /> : undefined}
        >
          <bdi>{view.sentence}</bdi>
        </Banner>
      )}
      {view.state !== null && view.state.sentence !== null && view.state.sentence !== view.sentence && (
        <Banner tone={view.state.key === 'needs_work' ? 'warn' : 'neutral'}>
          <bdi>{view.state.sentence}</bdi>
        </Banner>
      )}
      {view.next !== null && <NextAct next={view.next} />}
      {view.uses.includes('cosell') && <CosellPanel deal={deal} view={view} />}
      <Steps steps={view.steps} />
      <FieldTable deal={deal} view={view} />
      {view.uses.includes('crm') && view.outsideId !== null && <History deal={deal} view={view} />}
    </div>
  );
}

function ViewHead({ deal, view }: { deal: Deal; view: DealView }) {
  const mayWrite = useCan('deals:write') && deal.mayWrite;
  const [untying, setUntying] = useState(false);
  const refresh = useApiMutation('views.refresh', {
    invalidates: ['views.history', 'clouds.plan', 'clouds.engagement', 'conflicts.list'],
    onDone: (fresh, _input, client) =>
      client.setQueryData<ViewsOfDeal>(apiKey('views.ofDeal', { params: { id: deal.id } }), (before) =>
        before === undefined ? before : { ...before, items: before.items.map((one) => (one.id === fresh.id ? fresh : one)) },
      ),
  });
  const unlink = useApiMutation('views.unlink', { invalidates: ['views.ofDeal', 'deals.get', 'deals.timeline'] });
  const ours = view.state === null ? null : stateWords(view.state);
  return (
    <header className="flex flex-wrap items-start gap-x-3 gap-y-2">
      <div className="flex min-w-0 flex-1 flex-col gap-1.5">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <Badge tone={statusTone[view.status]}>{statusWords(view.status)}</Badge>
          {view.state !== null && (
            <span className="inline-flex flex-wrap items-center gap-1.5">
              <bdi className="font-medium">{view.state.label}</bdi>
              {ours !== null && ours.words !== view.state.label && <Badge tone={ours.tone}>{ours.words}</Badge>}
            </span>
          )}
        </p>
        <p className="flex flex-wrap items-center gap-x-3 gap-y-0.5 text-12 text-muted">
          {view.outsideId === null ? (
            <span>{t('views.noRecord')}</span>
          ) : view.outsideUrl === null ? (
            <bdi dir="ltr" className="font-mono">
              {view.outsideId}
            </bdi>
          ) : (
            <a href={view.outsideUrl} target="_blank" rel="noreferrer" className="link inline-flex items-center gap-1">
              <bdi dir="ltr" className="font-mono">
                {view.outsideId}
              </bdi>
              <ExternalLink size={12} aria-hidden />
              <span className="sr-only">{t('views.opensThere', { name: view.connectionName })}</span>
            </a>
          )}
          {view.readAt !== null && (
            <span>
              {t('views.readAt')} <RelativeTime at={view.readAt} />
            </span>
          )}
        </p>
      </div>
      <span className="flex items-center gap-1">
        <Button
          size="compact"
          icon={<RefreshCw size={13} aria-hidden className={cx(refresh.isPending && 'motion-safe:animate-spin')} />}
          isPending={refresh.isPending}
          onPress={() => refresh.mutate({ params: { id: view.id } }, { onError: sayRefusal })}
        >
          {t('views.refresh')}
        </Button>
        {mayWrite && (
          <Menu
            label={t('views.acts', { name: view.connectionName })}
            placement="bottom end"
            groups={[{ id: 'acts', items: [{ id: 'untie', label: t('views.untie'), tone: 'bad', onAction: () => setUntying(true) }] }]}
          >
            <IconButton size="compact" label={t('views.acts', { name: view.connectionName })}>
              <Ellipsis size={16} aria-hidden />
            </IconButton>
          </Menu>
        )}
      </span>
      <ConfirmDialog
        title={t('views.untie.ask', { name: view.connectionName })}
        body={<p>{t('views.untie.note')}</p>}
        verb={t('views.untie')}
        danger
        isOpen={untying}
        onClose={() => setUntying(false)}
        onConfirm={() =>
          unlink.mutate({ params: { id: view.id } }, { onError: sayRefusal, onSuccess: () => toast(t('views.untied', { name: view.connectionName })) })
        }
      />
    </header>
  );
}

function NextAct({ next }: { next: NonNullable<DealView['next']> }) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-popover border border-line px-3 py-2">
      <span className="text-12 text-muted">{t('views.next')}</span>
      <bdi className="min-w-0 flex-1 font-medium">{next.sentence}</bdi>
      <bdi className="text-12 text-muted">{next.owner ?? t('deals.route.noOwner')}</bdi>
      {next.dueAt !== null && <SlaClock dueAt={next.dueAt} />}
    </div>
  );
}

const banners = { warn: 'bg-warn-soft', bad: 'bg-bad-soft', neutral: 'bg-desk' } as const;
const marks = { warn: 'text-warn', bad: 'text-bad', neutral: 'text-muted' } as const;
function Banner({ tone, icon, children }: { tone: keyof typeof banners; icon?: ReactNode; children: ReactNode }) {
  return (
    <p className={cx('flex items-start gap-2 rounded-popover px-3 py-2', banners[tone])}>
      {icon !== undefined && <span className={cx('mt-0.5 shrink-0', marks[tone])}>{icon}</span>}
      <span className="min-w-0">{children}</span>
    </p>
  );
}
