import { companyKey, nameLikeness, normaliseDomain } from '@entente/account-matching';
import { notFound } from '@entente/kernel';
import { sql } from 'kysely';
import type { CloudsPorts, CloudView, CosellPort } from '../modules/clouds/index.ts';
import { closeRecordActs, openRecordAct } from '../modules/cosell/index.ts';
import type { DealsModule } from '../modules/deals/index.ts';
import type { AccountsModule } from '../modules/accounts/index.ts';
import {
  askToLook,
  beginView,
  keyOfView,
  mappedFields,
  mappingsOf,
  objectsOf,
  translateOut,
  viewById,
  viewShapeById,
  viewsOfDeal,
  type Value,
  type View,
} from '../modules/sync/index.ts';
import type { Tx } from '../platform/db/database.ts';
import type { Access } from '../platform/outside/index.ts';
import type { SyncComposition } from './sync.ts';

/** The clouds count what was launched within twelve months. */
const YEAR_MS = 365 * 86_400_000;

/** Gives co-selling with clouds what it needs: views from sync, routes and deals from deals, the inbox. */
export function cloudsPorts(options: {
  readonly sync: SyncComposition;
  readonly deals: DealsModule;
  readonly accounts: AccountsModule;
  readonly cosell: (access: Access) => CosellPort | null;
  readonly now: () => Date;
  readonly onError: CloudsPorts['onError'];
}): CloudsPorts {
  const { sync, deals, accounts } = options;
  const viewOf = (tx: Tx, tenantId: string, dealId: string, connectionId: string, view: View | null): Promise<CloudView> =>
    cloudView(tx, sync, tenantId, dealId, connectionId, view);
  return {
    connections: async (tx, tenantId) =>
      (
        await sql<{
          id: string;
        }>`select id from connection where tenant_id = ${tenantId}::uuid and status = 'active' and system in ('aws', 'microsoft', 'google') order by id`.execute(
          tx,
        )
      ).rows.map((row) => row.id),
    access: async (tenantId, connectionId) => (await sync.systems.byId(tenantId, connectionId)).access,
    cosell: options.cosell,
    views: {
      async ofDeal(tx, tenantId, dealId, connectionId) {
        const view = (await viewsOfDeal(tx, tenantId, dealId)).find((each) => each.connectionId === connectionId);
        return view ? viewOf(tx, tenantId, dealId, connectionId, view) : null;
      },
      async byId(tx, tenantId, viewId) {
        const view = await viewById(tx, tenantId, viewId);
        return view && view.status !== 'gone' && view.dealId !== null ? viewOf(tx, tenantId, view.dealId, view.connectionId, view) : null;
      },
      draftOf: (tx, tenantId, dealId, connectionId) => viewOf(tx, tenantId, dealId, connectionId, null),
      begin: (tx, context, input) => beginView(tx, context, sync.ports, input),
      async touch(tx, tenantId, viewId) {
        const view = await viewById(tx, tenantId, viewId);
        if (view) await askToLook(tx, tenantId, view.connectionId, [{ kind: view.kind, key: view.outsideId ?? keyOfView(view.id), urgency: 0 }], new Date());
      },
      shape: (context, viewId) => sync.connections.database.reading(context.tenantId, (tx) => viewShapeById(tx, context, sync.connections, viewId)),
    },
    deals: {
      async brief(tx, tenantId, dealId) {
        const deal = await tx.selectFrom('deal').select(['name', 'owner_id']).where('tenant_id', '=', tenantId).where('id', '=', dealId).executeTakeFirst();
        if (!deal) throw notFound('deal');
        return { name: deal.name, ownerId: deal.owner_id };
      },
      async addCosellRoute(tx, context, dealId, { system, ownerId, nextStep }) {
        const { rows } = await sql<{ id: string }>`
          select id from deal_route where tenant_id = ${context.tenantId}::uuid and deal_id = ${dealId}::uuid and kind = 'cosell' and state = 'draft' and ended_at is null and external_id is null
            and (external_system is null or external_system = ${system}) order by external_system nulls last, id limit 1`.execute(tx);
        // A route that somebody has prepared for it is the one; a second would say the same twice.
        const [prepared] = rows;
        if (prepared) {
          await deals.updateRoute(tx, context, dealId, prepared.id, { externalSystem: system, nextStep });
          return prepared.id;
        }
        return (await deals.addRoute(tx, context, dealId, { kind: 'cosell', settles: false, chain: [], ownerId, externalSystem: system, nextStep })).routeId;
      },
      follow: (tx, context, dealId, routeId, to) => deals.followRoute(tx, context, dealId, routeId, to),
      async create(tx, context, input) {
        const domain = input.domain === null ? null : normaliseDomain(input.domain);
        const accountId = await ensureAccount(tx, context, accounts, {
          name: input.accountName,
          domain: domain?.ok === true ? domain.domain : null,
          country: input.country,
        });
        const { rows } = await sql<{ base_currency: string }>`select base_currency from workspace where id = ${context.tenantId}::uuid`.execute(tx);
        return deals.createDeal(tx, context, {
          name: input.name,
          accountId,
          stage: 'prospect',
          currency: rows[0]?.base_currency ?? 'USD',
          source: input.source,
          lines: [],
        });
      },
      alike: dealsAlike,
      figures: (tx, tenantId, cloud) => deals.launchedRoutes(tx, tenantId, { system: cloud, since: new Date(options.now().getTime() - YEAR_MS).toISOString() }),
    },
    inbox: { openAct: openRecordAct, closeActs: closeRecordActs },
    onError: options.onError,
  };
}

async function cloudView(tx: Tx, sync: SyncComposition, tenantId: string, dealId: string, connectionId: string, view: View | null): Promise<CloudView> {
  const object = (await objectsOf(tx, tenantId, connectionId)).find((each) => each.kind === 'deal');
  const our = sync.ports.our.deal;
  const fields = await our.fields(tx, tenantId);
  const mine = (await our.read(tx, tenantId, [dealId])).get(dealId);
  if (!mine) throw notFound('deal');
  const mapped = mappedFields(object ? await mappingsOf(tx, tenantId, object.id) : [], fields, object?.described ?? null).filter(
    (field) => field.authority !== 'none',
  );
  const theirs: Record<string, Value> = {};
  for (const field of mapped) {
    const there = translateOut(field, mine.values[field.field] ?? null);
    if (there.known) theirs[field.outsideField] = there.value;
  }
  const links = (view?.outsideState?.links ?? []).map(({ type, id }) => ({ type, id }));
  return {
    viewId: view?.id ?? null,
    dealId,
    connectionId,
    routeId: view?.routeId ?? null,
    outsideId: view?.outsideId ?? null,
    facts: { ours: mine.values, theirs, links },
    remote: view?.outsideId
      ? {
          id: view.outsideId,
          values: view.shown,
          state:
            view.outsideState && view.outsideState.key !== ''
              ? { key: view.outsideState.key, label: view.outsideState.label, stage: view.outsideState.stage }
              : null,
          locked: view.locked,
          links,
        }
      : null,
    fields: mapped.map((field) => {
      const described = fields.find((each) => each.key === field.field);
      return {
        field: field.field,
        outsideField: field.outsideField,
        label: described?.label ?? field.field,
        type: field.type,
        choices: described?.choices ?? [],
        value: mine.values[field.field] ?? null,
      };
    }),
  };
}

async function ensureAccount(
  tx: Tx,
  context: Parameters<CloudsPorts['deals']['create']>[1],
  accounts: AccountsModule,
  company: { name: string; domain: string | null; country: string | null },
): Promise<string | null> {
  if (company.name === '') return null;
  const known = await accounts.findByKeys(tx, context.tenantId, company.domain === null ? { names: [company.name] } : { domains: [company.domain] });
  const found = (company.domain === null ? known.byName.get(company.name) : known.byDomain.get(company.domain)) ?? [];
  if (found.length === 1 && found[0]) return found[0].id;
  const [made] = await accounts.bulkInsert(tx, context, [
    { name: company.name, country: company.country, domains: company.domain === null ? [] : [company.domain] },
  ]);
  return made?.id ?? null;
}

const MOST_ALIKE = 5;
const LIKE_ENOUGH = 0.6;
type Alike = Awaited<ReturnType<CloudsPorts['deals']['alike']>>[number];

/** Open deals with the same customer, by domain or by a name that is like it; a like title counts beside. */
async function dealsAlike(tx: Tx, tenantId: string, customer: { name: string; domain: string | null; title: string }): Promise<readonly Alike[]> {
  const domain = customer.domain === null ? null : normaliseDomain(customer.domain);
  const known = domain?.ok === true ? domain.domain : null;
  const [firstWord = ''] = companyKey(customer.name).split(' ');
  const { rows } = await sql<{ id: string; number: number; name: string; accountName: string | null; byDomain: boolean }>`
    select d.id, d.number, d.name, d.account_name as "accountName",
      exists (select from account_domain x where x.tenant_id = d.tenant_id and x.account_id = d.account_id and x.domain = ${known}) as "byDomain"
    from deal d where d.tenant_id = ${tenantId}::uuid and d.status = 'open'
      and (d.account_id in (select x.account_id from account_domain x where x.tenant_id = ${tenantId}::uuid and x.domain = ${known})
        or d.account_id in (select w.record_id from search_word w where w.tenant_id = ${tenantId}::uuid and w.kind = 'account' and ${firstWord} <> '' and w.word >= ${firstWord} and w.word < ${`${firstWord}\uffff`}))
    order by d.id desc limit 200`.execute(tx);
  return rows
    .map((row): Alike => {
      const byName = row.accountName === null ? 0 : nameLikeness(row.accountName, customer.name);
      const byTitle = nameLikeness(row.name, customer.title);
      const score = Math.min(1, (row.byDomain ? 0.8 : byName * 0.8) + byTitle * 0.2);
      const why = row.byDomain ? `The same domain, ${known ?? ''}.` : `The name of its account is like “${customer.name}”.`;
      return {
        dealId: row.id,
        dealNumber: row.number,
        dealName: row.name,
        accountName: row.accountName,
        score: Math.round(score * 100) / 100,
        why: byTitle > 0.6 ? `${why} The titles are alike too.` : why,
      };
    })
    .filter((alike) => alike.score >= LIKE_ENOUGH)
    .sort((a, b) => b.score - a.score)
    .slice(0, MOST_ALIKE);
}
