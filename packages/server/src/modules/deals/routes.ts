import { notFound } from '@entente/kernel';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import type { SomeHandlers } from '../../platform/http/handlers.ts';
import { changeMany, moveStage, updateDeal, requireFreeCurrency } from './change-deal.ts';
import { addComment, audienceFor, listComments, removeComment } from './comments.ts';
import { removeCommitteeMember, setCommitteeMember } from './committee.ts';
import { createDeal } from './create-deal.ts';
import { customFields, factsOfDeals, setCustomField, setFacts, type FactValue } from './custom-fields.ts';
import { addRoute, endRoute, updateRoute } from './deal-routes.ts';
import { readDetail, type DealDetail } from './detail.ts';
import { removeFile } from './files.ts';
import { addHandoff, completeHandoff, setHandoffWaits } from './handoffs.ts';
import { listDeals } from './list-store.ts';
import type { TakeNumbers } from '../../platform/numbers.ts';
import { createOverview } from './overview.ts';
import { addParticipant, endParticipant, updateParticipant } from './participants.ts';
import type { DealsPorts } from './ports.ts';
import { setLines } from './set-lines.ts';
import { summaryOf } from './summary.ts';
import { timelineOf } from './timeline.ts';

export type DealsDeps = { readonly database: Database; readonly ports: DealsPorts };

export function dealsRoutes({ database, ports }: DealsDeps, takeNumbers: TakeNumbers): SomeHandlers {
  const reading = <T>(context: Context, work: (tx: Tx) => Promise<T>): Promise<T> => {
    requireScope(context, 'deals:read');
    return database.reading(context.tenantId, work);
  };
  const commenting = <T>(context: Context, work: (tx: Tx) => Promise<T>): Promise<T> => {
    requireScope(context, 'deals:comment');
    return database.inTenant(context.tenantId, work);
  };
  const writing = <T>(context: Context, work: (tx: Tx) => Promise<T>): Promise<T> => {
    requireScope(context, 'deals:write');
    return database.inTenant(context.tenantId, work);
  };
  /** Writes to a deal answer the whole deal as it then is. */
  const changing = (context: Context, id: string, work: (tx: Tx) => Promise<unknown>): Promise<DealDetail> =>
    writing(context, async (tx) => {
      await work(tx);
      return readDetail(tx, context, ports, id);
    });
  const overview = createOverview(database, ports);
  return {
    'deals.list': (context, { query }) => reading(context, (tx) => listDeals(tx, context, query)),
    'deals.summary': (context, { query }) => reading(context, (tx) => summaryOf(tx, context, query)),
    'deals.get': (context, { params }) => reading(context, (tx) => readDetail(tx, context, ports, params.id)),
    'deals.create': (context, { body }) => writing(context, async (tx) => readDetail(tx, context, ports, await createDeal(tx, context, body, takeNumbers))),
    'deals.update': (context, { params, body }, { ifVersion }) =>
      changing(context, params.id, async (tx) => {
        if (body.currency !== undefined) await requireFreeCurrency(tx, context, ports, params.id, body.currency);
        await updateDeal(tx, context, params.id, body, ifVersion);
      }),
    'deals.moveStage': (context, { params, body }, { ifVersion }) =>
      changing(context, params.id, (tx) => moveStage(tx, context, params.id, body.to, body.reason ?? null, ifVersion)),
    'deals.bulk': (context, { body }) => writing(context, (tx) => changeMany(tx, context, body)),
    'deals.setLines': (context, { params, body }, { ifVersion }) =>
      changing(context, params.id, (tx) => setLines(tx, context, params.id, body.lines, ifVersion)),
    'deals.addParticipant': (context, { params, body }) => changing(context, params.id, (tx) => addParticipant(tx, context, params.id, body)),
    'deals.updateParticipant': (context, { params, body }) =>
      changing(context, params.id, (tx) => updateParticipant(tx, context, params.id, params.childId, body)),
    'deals.endParticipant': (context, { params }) => changing(context, params.id, (tx) => endParticipant(tx, context, params.id, params.childId)),
    'deals.addRoute': (context, { params, body }) => changing(context, params.id, (tx) => addRoute(tx, context, params.id, body)),
    'deals.updateRoute': (context, { params, body }) => changing(context, params.id, (tx) => updateRoute(tx, context, params.id, params.childId, body)),
    'deals.endRoute': (context, { params }) => changing(context, params.id, (tx) => endRoute(tx, context, params.id, params.childId)),
    'deals.setCommitteeMember': (context, { params, body }) => changing(context, params.id, (tx) => setCommitteeMember(tx, context, params.id, body)),
    'deals.removeCommitteeMember': (context, { params }) => changing(context, params.id, (tx) => removeCommitteeMember(tx, context, params.id, params.childId)),
    'deals.addHandoff': (context, { params, body }) => changing(context, params.id, (tx) => addHandoff(tx, context, params.id, body)),
    'deals.setHandoffWaits': (context, { params, body }) =>
      changing(context, params.id, (tx) => setHandoffWaits(tx, context, params.id, params.childId, body.waitsOn)),
    'deals.completeHandoff': (context, { params, body }) =>
      changing(context, params.id, (tx) => completeHandoff(tx, context, params.id, params.childId, body.done)),
    'deals.comments': (context, { params, query }) => reading(context, (tx) => listComments(tx, context, params.id, query)),
    'deals.comment': (context, { params, body }) =>
      commenting(context, async (tx) => addComment(tx, context, params.id, body.body, await audienceFor(tx, context, params.id, body))),
    'deals.removeComment': (context, { params }) => commenting(context, (tx) => removeComment(tx, context, params.id, params.childId)),
    'deals.timeline': (context, { params, query }) => reading(context, (tx) => timelineOf(tx, context, params.id, query)),
    'deals.removeFile': (context, { params }) => writing(context, (tx) => removeFile(tx, context, params.id, params.childId)),
    'customFields.list': (context) => reading(context, async (tx) => ({ items: await customFields(tx, context.tenantId) })),
    'customFields.set': (context, { params, body }) => {
      requireScope(context, 'connections:write');
      return database.inTenant(context.tenantId, (tx) => setCustomField(tx, context, params.key, body));
    },
    'deals.facts': (context, { params }) =>
      reading(context, async (tx) => {
        await requireDeal(tx, context.tenantId, params.id);
        return { facts: shown((await factsOfDeals(tx, context.tenantId, [params.id])).get(params.id) ?? {}) };
      }),
    'deals.setFacts': (context, { params, body }) => writing(context, async (tx) => ({ facts: shown(await setFacts(tx, context, params.id, body.set)) })),
    'overview.get': async (context) => {
      requireScope(context, 'deals:read');
      return overview(context);
    },
  };
}

async function requireDeal(tx: Tx, tenantId: string, id: string): Promise<void> {
  const deal = await tx.selectFrom('deal').select('id').where('tenant_id', '=', tenantId).where('id', '=', id).executeTakeFirst();
  if (!deal) throw notFound('deal');
}

type Shown = string | number | boolean | string[] | null;
const isList = (value: FactValue): value is readonly string[] => Array.isArray(value);
const shown = (facts: Readonly<Record<string, FactValue>>): Record<string, Shown> =>
  Object.fromEntries(Object.entries(facts).map(([key, value]): [string, Shown] => [key, isList(value) ? [...value] : value]));
