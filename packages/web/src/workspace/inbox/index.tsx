import { useEffect, useState } from 'react';
import { Inbox } from 'lucide-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useApiPages } from '../../lib/api/index.ts';
import { useRegisterActions } from '../../lib/actions.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { Num } from '../../lib/i18n/values.tsx';
import { Button } from '../../ui/button.tsx';
import { Sheet } from '../../ui/dialog.tsx';
import { PageHeader } from '../../ui/page.tsx';
import { ScrollArea } from '../../ui/scroll-area.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { Switch } from '../../ui/switch.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { usePhone } from '../../ui/use-media.ts';
import { useNow } from '../../ui/use-now.ts';
import { useUrlState } from '../partners/kit/url-state.ts';
import { ActDetail } from './act-detail.tsx';
import { ActList } from './act-list.tsx';
import { choiceMessage } from './choice-label.ts';
import { byClock, keysFor } from './groups.ts';
import { recordOfAct } from './record.ts';
import { useDecide } from './use-decide.ts';

export function InboxScreen() {
  const url = useUrlState();
  const navigate = useNavigate();
  const phone = usePhone();
  const now = useNow();
  const [asking, setAsking] = useState<string>();
  const tab = url.oneOf('tab', ['open', 'done']) ?? 'open';
  const mine = url.text('all') === undefined;
  const list = useApiPages('acts.list', { query: { mine: mine ? 'true' : 'false', status: tab } }, { keepPrevious: true });
  const decide = useDecide();
  const acts = tab === 'open' ? byClock(list.rows, now).flatMap((entry) => entry.acts) : list.rows;
  const chosen = url.text('act');
  // On a phone the list comes first; on a desk the most urgent act is open from the start.
  const open = acts.find((act) => act.id === chosen) ?? (phone ? undefined : acts[0]);
  const place = open === undefined ? -1 : acts.indexOf(open);

  function show(id: string | undefined) {
    setAsking(undefined);
    url.set({ act: id });
  }
  function move(step: number) {
    const next = acts[Math.min(acts.length - 1, Math.max(0, place + step))];
    if (next) show(next.id);
  }
  function advance() {
    const next = acts[place + 1] ?? acts[place - 1];
    show(phone ? undefined : next?.id);
  }
  useEffect(() => {
    document.querySelector(`[data-act="${CSS.escape(open?.id ?? '')}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [open?.id]);

  useRegisterActions(() => {
    const keys = keysFor(open?.choices ?? []);
    const choices = open?.mayDecide === true && open.status === 'open' ? open.choices : [];
    const take = (choice: (typeof choices)[number]) => {
      if (choice.needsNote) setAsking(choice.key);
      else if (open) decide.answer(open, choice, undefined, advance);
    };
    const main = choices[0];
    const record = open === undefined ? null : recordOfAct(open);
    return [
      { id: 'inbox.next', label: 'inbox.key.next', scope: 'screen', shortcut: 'j', run: () => move(1) },
      { id: 'inbox.previous', label: 'inbox.key.previous', scope: 'screen', shortcut: 'k', run: () => move(-1) },
      ...(main === undefined ? [] : [{ id: 'inbox.main', label: 'inbox.key.main' as const, scope: 'record' as const, shortcut: 'e', run: () => take(main) }]),
      ...(record === null ? [] : [{ id: 'inbox.open', label: record.verb, scope: 'record' as const, shortcut: 'e', run: () => navigate({ to: record.to }) }]),
      ...choices.map((choice) => {
        const message = choiceMessage(choice);
        return {
          id: `inbox.choice.${choice.key}`,
          label: message.id,
          values: message.values,
          scope: 'record' as const,
          shortcut: keys.get(choice.key),
          run: () => take(choice),
        };
      }),
    ];
  }, [open?.id, open?.version, acts.length, place, phone]);

  const detail = open !== undefined && <ActDetail act={open} asking={asking} onAsk={setAsking} decide={decide} onDecided={advance} />;
  return (
    <>
      <PageHeader
        title={t('inbox.title')}
        tabs={
          <Tabs
            label={t('inbox.title')}
            value={tab}
            onChange={(id) => {
              setAsking(undefined);
              url.set({ tab: id === 'open' ? undefined : id, act: undefined });
            }}
            items={[
              { id: 'open', label: t('inbox.tab.open'), count: tab === 'open' && list.first ? <Num value={list.first.openCount} /> : undefined },
              { id: 'done', label: t('inbox.tab.done') },
            ]}
          />
        }
        actions={
          <Switch isSelected={mine} onChange={(next) => url.set({ all: next ? undefined : true, act: undefined })}>
            {t('inbox.mine')}
          </Switch>
        }
      />
      {list.error !== null && list.rows.length === 0 ? (
        <ErrorState error={list.error} onRetry={list.refetch} />
      ) : list.isLoading ? (
        <SkeletonRows rows={6} height={62} widths={[40, 20, 15]} what={t('inbox.title')} />
      ) : acts.length === 0 ? (
        <EmptyState
          icon={<Inbox size={18} aria-hidden />}
          title={t(tab === 'open' ? 'inbox.empty' : 'inbox.empty.done')}
          detail={t(tab === 'open' ? 'inbox.empty.detail' : 'inbox.empty.doneDetail')}
          action={
            tab === 'open' ? (
              mine ? (
                <Button onPress={() => url.set({ all: true })}>{t('inbox.showAll')}</Button>
              ) : (
                <Link to="/plays" className="link">
                  {t('inbox.toPlays')}
                </Link>
              )
            ) : undefined
          }
        />
      ) : (
        <div className="flex min-h-0 flex-1">
          <section
            className="relative min-h-0 overflow-auto max-md:flex-1 md:w-96 md:shrink-0 md:border-e md:border-line xl:w-110"
            aria-label={t('inbox.list')}
          >
            {list.error !== null && <ErrorState compact error={list.error} onRetry={list.refetch} />}
            <ActList acts={acts} openId={open?.id} onOpen={show} now={now} grouped={tab === 'open'} />
            {list.hasMore && (
              <p className="p-3 text-center">
                <Button isPending={list.isLoadingMore} onPress={list.loadMore}>
                  {t('work.more')}
                </Button>
              </p>
            )}
          </section>
          {!phone && (
            <ScrollArea className="min-h-0 min-w-0 flex-1 overflow-auto" label={t('inbox.detail')}>
              {detail}
            </ScrollArea>
          )}
          {phone && (
            <Sheet title={t('inbox.detail')} isOpen={open !== undefined} onClose={() => show(undefined)}>
              {detail}
            </Sheet>
          )}
        </div>
      )}
    </>
  );
}
