import { useState } from 'react';
import { dealStages, type DealStage } from '@entente/kernel';
import { useNavigate } from '@tanstack/react-router';
import { useApiMutation, useApiPages, type Result } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Money } from '../../../lib/i18n/values.tsx';
import { Board, type BoardColumn } from '../../../ui/board.tsx';
import { RoleStack } from '../../../ui/role-glyph.tsx';
import { SlaClock } from '../../../ui/sla-clock.tsx';
import { toast } from '../../../ui/toast.tsx';
import { LostDialog } from '../kit/lost-dialog.tsx';
import { sayRefusal } from '../kit/notify.ts';
import type { DealRow } from './export.ts';
import { type DealFilter, filterQuery, isSort, stagesOf } from './state.ts';

type Summary = Result<'deals.summary'>;

function useColumn(stage: DealStage, filter: DealFilter, sort: string, summary: Summary | undefined): BoardColumn<DealRow> {
  const pages = useApiPages('deals.list', { query: { ...filterQuery(filter), stage: [stage], ...(isSort(sort) ? { sort } : {}), limit: 50 } });
  return {
    id: stage,
    title: t(`stage.${stage}`),
    cards: pages.rows,
    total: summary?.byStage.find((entry) => entry.stage === stage)?.count ?? pages.rows.length,
    onMore: pages.hasMore ? pages.loadMore : undefined,
    error: pages.error ?? undefined,
    onRetry: pages.refetch,
  };
}

/** Each column loads by itself, so that one that fails does not hide the others. */
export function DealsBoard({ filter, sort, summary, mayWrite }: { filter: DealFilter; sort: string; summary: Summary | undefined; mayWrite: boolean }) {
  const navigate = useNavigate();
  const [lost, setLost] = useState<DealRow | null>(null);
  const move = useApiMutation('deals.moveStage', { invalidates: ['deals.list', 'deals.summary', 'deals.get'] });
  const every = [
    useColumn('prospect', filter, sort, summary),
    useColumn('qualified', filter, sort, summary),
    useColumn('technical', filter, sort, summary),
    useColumn('business', filter, sort, summary),
    useColumn('committed', filter, sort, summary),
    useColumn('won', filter, sort, summary),
    useColumn('lost', filter, sort, summary),
  ];
  const asked = stagesOf(filter);
  const columns = every.filter((column) => asked.length === 0 || asked.some((stage) => stage === column.id));

  function moveTo(card: DealRow, to: DealStage, reason?: string) {
    move.mutate(
      { params: { id: card.id }, body: { to, reason }, ifVersion: card.version },
      {
        onSuccess: (deal) =>
          toast(t('deals.stage.moved', { stage: t(`stage.${to}`) }), {
            undo: () => move.mutate({ params: { id: card.id }, body: { to: card.stage }, ifVersion: deal.version }, { onError: sayRefusal }),
          }),
        onError: sayRefusal,
      },
    );
  }

  return (
    <>
      <Board
        label={t('deals.title')}
        columns={columns}
        cardId={(card) => card.id}
        cardName={(card) => card.name}
        canMove={() => mayWrite}
        onMove={(card, column) => {
          const to = dealStages.find((stage) => stage === column);
          if (to === 'lost') setLost(card);
          else if (to) moveTo(card, to);
        }}
        onOpen={(card) => void navigate({ to: '/deals/$dealId', params: { dealId: card.id } })}
        renderCard={(card) => (
          <div className="mt-1 flex flex-col gap-1.5 text-12 text-muted">
            <bdi className="truncate">{card.accountName ?? '–'}</bdi>
            <div className="flex items-center justify-between gap-2">
              {card.amountMinor === null ? <span>–</span> : <Money value={{ amountMinor: card.amountMinor, currency: card.currency }} look="compact" />}
              {card.roles.length > 0 && <RoleStack roles={card.roles} size={16} />}
            </div>
            {card.nextActTitle !== null && <SlaClock dueAt={card.nextActDueAt} />}
          </div>
        )}
      />
      {lost && (
        <LostDialog
          name={lost.name}
          onClose={() => setLost(null)}
          onReason={(reason) => {
            moveTo(lost, 'lost', reason);
            setLost(null);
          }}
        />
      )}
    </>
  );
}
