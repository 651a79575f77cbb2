import type { shapes } from '@entente/contracts';
import { newId, notFound } from '@entente/kernel';
import type { z } from 'zod';
import { recordChange } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { agenda, renderBrief, type Brief, type BriefFacts } from './domain/brief.ts';
import type { CosellPorts } from './ports.ts';
import { latestMatch } from './match-deal.ts';

export type StoredBrief = {
  readonly id: string;
  readonly dealId: string;
  readonly at: string;
  readonly brief: Brief;
  readonly suggestion: { text: string; provider: string } | null;
};
const TIMELINE_SHOWN = 8;

/** One page from facts. The partners named are those of the play or, without one, the team last proposed. */
export async function writeBrief(
  tx: Tx,
  context: Context,
  ports: CosellPorts,
  input: { dealId: string; partnerIds: readonly string[]; trigger?: BriefFacts['trigger'] },
): Promise<StoredBrief> {
  const deal = await ports.deal(tx, context.tenantId, input.dealId, context.now);
  if (!deal) throw notFound('deal');
  const ties = await ports.ties(tx, context.tenantId, deal.facts.accountId);
  const match = await latestMatch(tx, context.tenantId, input.dealId);
  const wanted = new Set(input.partnerIds);
  const team =
    match && wanted.size > 0 ? { ...match.team, members: match.team.members.filter((member) => wanted.has(member.partnerId)) } : (match?.team ?? null);
  const events = await tx
    .selectFrom('outbox_event')
    .select(['id', 'at', 'type', 'payload'])
    .where('tenant_id', '=', context.tenantId)
    .where('deal_id', '=', input.dealId)
    .where('type', 'in', ['deal.stage_moved', 'participant.added', 'touch.logged', 'deal.close_slipped', 'comment.added', 'route.added'])
    .orderBy('id', 'desc')
    .limit(TIMELINE_SHOWN)
    .execute();
  const at = context.now.toISOString();
  const brief = renderBrief({
    deal: deal.facts,
    productNames: deal.productNames,
    ties,
    team,
    asOf: at,
    trigger: input.trigger ?? null,
    thinData: match?.result.thinData ?? [],
    timeline: events.map((event) => ({ id: event.id, at: event.at, text: plainSentence(event.type, event.payload) })),
  });
  const id = newId(context.now.getTime());
  await tx
    .insertInto('brief')
    .values({
      tenant_id: context.tenantId,
      id,
      deal_id: input.dealId,
      run_id: input.trigger?.runId ?? null,
      partner_ids: [...input.partnerIds],
      content: JSON.stringify(brief),
      suggestion: null,
      at,
    })
    .execute();
  await recordChange(tx, context, {
    operation: 'brief.create',
    recordType: 'brief',
    recordId: id,
    after: { title: brief.title },
    events: [{ type: 'brief.written', dealId: input.dealId, payload: { briefId: id, title: brief.title } }],
  });
  return { id, dealId: input.dealId, at, brief, suggestion: null };
}

export async function latestBrief(tx: Tx, tenantId: string, dealId: string): Promise<StoredBrief | null> {
  const row = await tx
    .selectFrom('brief')
    .select(['id', 'at', 'content', 'suggestion'])
    .where('tenant_id', '=', tenantId)
    .where('deal_id', '=', dealId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? { id: row.id, dealId, at: row.at, brief: row.content as Brief, suggestion: row.suggestion as StoredBrief['suggestion'] } : null;
}

export function briefShape({ id, dealId, at, brief, suggestion }: StoredBrief): z.output<typeof shapes.briefShape> {
  return {
    id,
    dealId,
    at,
    title: brief.title,
    sections: brief.sections.map((section) => ({ heading: section.title, statements: section.statements.map(({ text, source }) => ({ text, source })) })),
    agenda: agenda(brief).map((item) => `${item.title} (${item.minutes} min)`),
    suggestion,
  };
}

function plainSentence(type: string, payload: unknown): string {
  const facts = (typeof payload === 'object' && payload !== null ? payload : {}) as Record<string, unknown>;
  const text = (key: string): string => (typeof facts[key] === 'string' ? facts[key] : '');
  switch (type) {
    case 'deal.stage_moved':
      return `Moved to ${text('to')}.`;
    case 'participant.added':
      return `${text('partnerName') || 'A partner'} joined as ${text('role')}.`;
    case 'deal.close_slipped':
      return `The close date moved to ${text('to')}.`;
    case 'route.added':
      return `The ${text('kind')} route was added.`;
    case 'touch.logged':
      return `${text('partnerName') || 'Somebody'} ${text('kind').replaceAll('_', ' ')}${text('note') === '' ? '' : `: ${text('note')}`}.`;
    default:
      return `${text('by')} commented.`;
  }
}
