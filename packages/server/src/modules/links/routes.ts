import type { Parsed, Result } from '@entente/contracts';
import { encodeCursor, placeIn } from '@entente/kernel';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import type { Handlers } from '../../platform/http/handlers.ts';
import { createLink, revokeLink, type LinksDeps } from './create-link.ts';
import { linkState } from './domain/link-state.ts';
import { pageOfLinks, partnerOfLink, type Link } from './store.ts';
import { checkByLink, openLink, useByToken } from './use-link.ts';

type Row = Result<'links.create'>;
type Deps = LinksDeps & { readonly database: Database };

export function linksRoutes(deps: Deps): Pick<Handlers, Extract<keyof Handlers, `links.${string}`>> {
  const { database } = deps;
  const staff = <Value>(context: Context, work: (tx: Tx) => Promise<Value>): Promise<Value> => {
    requireScope(context, 'links:write');
    return database.inTenant(context.tenantId, work);
  };
  return {
    'links.list': (context, { query }) => staff(context, (tx) => listLinks(tx, deps, context, query)),
    'links.create': (context, { body }) =>
      staff(context, async (tx) =>
        rowOf(
          tx,
          deps,
          context,
          await createLink(tx, deps, context, { ...body, personName: body.personName ?? null, recordId: body.recordId ?? null, because: null }),
        ),
      ),
    'links.revoke': (context, { params }) => staff(context, async (tx) => rowOf(tx, deps, context, await revokeLink(tx, context, params.id))),
    'links.open': (context, { body }) => openLink(deps, context, body.token),
    'links.check': (context, { body }) => checkByLink(deps, context, body.token, body.customerDomain),
    'links.use': (context, { body }) => useByToken(deps, context, body.token, { verb: body.verb, fields: body.fields, from: 'link' }),
  };
}

async function listLinks(tx: Tx, deps: Deps, context: Context, query: Parsed<'links.list'>['query']): Promise<Result<'links.list'>> {
  const before = placeIn(query.cursor, 'id')?.id ?? null;
  const rows = await pageOfLinks(tx, context.tenantId, { partnerId: query.partnerId, before, limit: query.limit + 1 });
  const shown = rows.slice(0, query.limit);
  const labels = await deps.ports.labels(
    tx,
    context.tenantId,
    shown.flatMap((link) => link.record_id ?? []),
  );
  const last = rows.length > query.limit ? shown.at(-1) : undefined;
  return {
    items: shown.map((link) => shape(link, link.partner_name, labels, context.now)),
    nextCursor: last ? encodeCursor({ sort: null, id: last.id }) : null,
  };
}

async function rowOf(tx: Tx, deps: Deps, context: Context, link: Link): Promise<Row> {
  const partner = await partnerOfLink(tx, context.tenantId, link.partner_id);
  const labels = await deps.ports.labels(tx, context.tenantId, link.record_id === null ? [] : [link.record_id]);
  return shape(link, partner?.name ?? '', labels, context.now);
}

const shape = (link: Link, partnerName: string, labels: ReadonlyMap<string, string>, now: Date): Row => ({
  id: link.id,
  purpose: link.purpose,
  partnerId: link.partner_id,
  partnerName,
  email: link.email,
  about: link.record_id === null ? null : (labels.get(link.record_id) ?? null),
  state: linkState(link, now),
  expiresAt: link.expires_at,
  usedAt: link.used_at,
  createdBy: link.created_by,
  createdAt: link.created_at,
});
