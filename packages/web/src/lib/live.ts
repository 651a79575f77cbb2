import type { QueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { belongsTo } from './api/areas.ts';

export type LiveState = 'connecting' | 'live' | 'paused';
let state: LiveState = 'connecting';
const listeners = new Set<() => void>();

function become(next: LiveState): void {
  if (next === state) return;
  state = next;
  for (const listener of listeners) listener();
}

export function useLiveState(): LiveState {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => state,
  );
}

/** "deal.stage_changed" touches ['deals'] and ['inbox'], whose acts follow from every event. */
const areas: Record<string, readonly string[]> = {
  deal: ['deals', 'overview', 'inbox'],
  registration: ['registrations', 'deals', 'inbox', 'notifications'],
  program: ['programs'],
  lead: ['leads', 'inbox', 'notifications'],
  case: ['cases', 'inbox', 'notifications'],
  share: ['shares', 'deals', 'inbox', 'notifications'],
  chain: ['deals'],
  report: ['distribution'],
  notification: ['notifications'],
  act: ['inbox', 'session'],
  inbox: ['inbox', 'session'],
  partner: ['partners', 'overview'],
  account: ['accounts'],
  play: ['plays'],
  run: ['plays', 'inbox'],
  import: ['imports', 'accounts', 'partners', 'deals'],
  member: ['settings', 'session'],
  audit: ['settings'],
  webhook: ['webhooks'],
  marketplace: ['marketplaces', 'sales'],
  listing: ['marketplaces'],
  offer: ['sales', 'deals', 'inbox'],
  authorization: ['sales', 'deals', 'inbox'],
  agreement: ['sales', 'deals', 'inbox'],
  entitlement: ['sales', 'deals', 'inbox'],
  commitment: ['sales', 'deals'],
  quote: ['quotes', 'deals', 'inbox'],
  settlement: ['settlement', 'deals'],
  pricing: ['pricing', 'quotes'],
  usage: ['metering', 'usage'],
  disbursement: ['disbursements', 'inbox'],
  billing: ['disbursements'],
  cosell: ['cosell', 'deals', 'inbox'],
  invitation: ['invitations', 'inbox', 'deals'],
  view: ['connections', 'views', 'deals'],
  failure: ['connections', 'deals', 'inbox'],
  conflict: ['connections', 'deals', 'inbox'],
  earning: ['payouts'],
  payout_run: ['payouts', 'inbox', 'notifications'],
  payout: ['payouts', 'inbox', 'notifications'],
  payout_settings: ['payouts'],
  payee: ['payouts', 'inbox'],
  dispute: ['payouts', 'inbox', 'notifications'],
  fund_budget: ['funds'],
  fund: ['funds'],
  fund_request: ['funds', 'inbox', 'notifications'],
  fund_claim: ['funds', 'inbox', 'notifications'],
  invoice: ['invoices', 'notifications'],
  credit_note: ['invoices'],
  payment: ['invoices', 'notifications'],
  receipt: ['invoices'],
  connection: ['connections', 'inbox'],
  split: ['splits', 'inbox'],
  split_rule: ['splits'],
  incentive: ['incentives', 'inbox'],
  incentive_rule: ['incentives'],
  subscription: ['subscriptions', 'deals'],
};

/** Hints that mean something else than their subject's other events: of a deal, only what outside systems show of it; of what was reached, not how a deal ended. */
const narrow: Readonly<Record<string, readonly string[]>> = { 'view.changed': ['views', 'sales'], 'outcome.accepted': ['subscriptions'] };

export function areasOf(type: string): readonly string[] {
  const own = narrow[type];
  if (own !== undefined) return own;
  const subject = type.split('.')[0] ?? '';
  return areas[subject] ?? areas[subject.replace(/s$/, '')] ?? [subject];
}

function typeOf(data: string): string | undefined {
  try {
    const body: unknown = JSON.parse(data);
    if (typeof body !== 'object' || body === null) return undefined;
    if ('type' in body && typeof body.type === 'string') return body.type;
    if ('topic' in body && typeof body.topic === 'string') return body.topic;
  } catch {
    // A heartbeat or a comment line carries no JSON; there is nothing to refresh.
  }
  return undefined;
}

/**
 * Listens to the server and marks queries as out of date. Events are hints: what they touch is read again.
 * Bursts are gathered for a quarter of a second, so that a bulk act causes one refresh.
 */
export function connectLive(client: QueryClient, url = '/api/v1/events'): () => void {
  let source: EventSource | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let flush: ReturnType<typeof setTimeout> | undefined;
  let attempt = 0;
  let closed = false;
  const due = new Set<string>();

  function hear(type: string): void {
    for (const area of areasOf(type)) due.add(area);
    flush ??= setTimeout(() => {
      flush = undefined;
      const areas = [...due];
      void client.invalidateQueries({ predicate: (query) => areas.some((area) => belongsTo(query.queryKey, area)) });
      due.clear();
    }, 250);
  }

  function open(): void {
    source = new EventSource(url);
    source.onopen = () => {
      // What happened while the line was down was not heard; everything on screen is read again.
      if (attempt > 0) void client.invalidateQueries();
      attempt = 0;
      become('live');
    };
    source.onmessage = (event: MessageEvent<string>) => {
      const type = typeOf(event.data);
      if (type !== undefined) hear(type);
    };
    source.onerror = () => {
      source?.close();
      if (closed) return;
      attempt += 1;
      // One drop is routine (a proxy, a restart); two in a row are worth telling.
      if (attempt > 1) become('paused');
      retry = setTimeout(open, Math.min(30_000, 1_000 * 2 ** Math.min(attempt, 5)));
    };
  }

  open();
  return () => {
    closed = true;
    clearTimeout(retry);
    clearTimeout(flush);
    source?.close();
  };
}
