import { encodeCursor, explained, newId, placeIn, Problem } from '@entente/kernel';
import type { Parsed, Result } from '@entente/contracts';
import { sql } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { SubscriptionsDeps } from './context.ts';
import { readQuantity, writeQuantity } from './domain/judge-event.ts';
import { insertCharges } from './store.ts';

type Grant = Result<'grants.add'>;
type Row = Omit<Grant, 'granted' | 'used' | 'left'> & { readonly grantedAmount: string; readonly usedAmount: string };
const grantQuery = (today: string) => sql`
  select k.id, k.account_id as "accountId", a.name as "accountName", k.subscription_id as "subscriptionId", k.kind, k.currency, k.meter_id as "meterId", m.key as "meterKey", k.source, k.description, k.priority,
    k.granted::text as "grantedAmount", k.used::text as "usedAmount", k.granted_on as "grantedOn", k.expires_on as "expiresOn", coalesce(k.expires_on < ${today}::date, false) as expired, k.created_by as "createdBy"
  from credit_grant k join account a on a.tenant_id = k.tenant_id and a.id = k.account_id left join meter m on m.tenant_id = k.tenant_id and m.id = k.meter_id`;
const shaped = ({ grantedAmount, usedAmount, ...row }: Row): Grant => {
  const write = (amount: bigint): string => (row.kind === 'money' ? amount.toString() : writeQuantity(amount));
  const [granted, used] = [BigInt(grantedAmount), BigInt(usedAmount)];
  return { ...row, granted: write(granted), used: write(used), left: write(granted - used) };
};
const today = (context: Context): string => context.now.toISOString().slice(0, 10);

async function grantIn(tx: Tx, context: Context, key: string): Promise<Grant | null> {
  const { rows } = await sql<Row>`${grantQuery(today(context))} where k.tenant_id = ${context.tenantId}::uuid and k.key = ${key}`.execute(tx);
  return rows[0] ? shaped(rows[0]) : null;
}

export function listGrants({ database }: SubscriptionsDeps, context: Context, query: Parsed<'grants.list'>['query']): Promise<Result<'grants.list'>> {
  requireScope(context, 'subscriptions:read');
  const place = placeIn(query.cursor, 'text', { nullable: false });
  // In the order in which money is drawn.
  const order = sql`(lpad(k.priority::text, 6, '0') || coalesce(k.expires_on::text, '9999-12-31') || k.granted_on::text)`;
  return database.reading(context.tenantId, async (tx) => {
    const { rows } = await sql<
      Row & { place: string }
    >`select g.* from (select ${order} as place, q.* from (${grantQuery(today(context))} where k.tenant_id = ${context.tenantId}::uuid
      ${query.accountId ? sql`and k.account_id = ${query.accountId}::uuid` : sql``} ${query.subscriptionId ? sql`and k.subscription_id = ${query.subscriptionId}::uuid` : sql``}
      ${query.withLeft ? sql`and k.used < k.granted and (k.expires_on is null or k.expires_on >= ${today(context)}::date)` : sql``}) as q join credit_grant k on k.tenant_id = ${context.tenantId}::uuid and k.id = q.id) as g
      ${place ? sql`where (g.place, g.id) > (${place.sort}, ${place.id}::uuid)` : sql``} order by g.place, g.id limit ${query.limit + 1}`.execute(tx);
    const kept = rows.slice(0, query.limit);
    const last = rows.length > query.limit ? kept.at(-1) : undefined;
    return { items: kept.map(({ place: _place, ...row }) => shaped(row)), nextCursor: last ? encodeCursor({ sort: last.place, id: last.id }) : null };
  });
}

/** Once under its key. What is sold is charged with it. */
export function addGrant({ database }: SubscriptionsDeps, context: Context, body: Parsed<'grants.add'>['body']): Promise<Grant> {
  requireScope(context, 'subscriptions:write');
  const { tenantId } = context;
  const money = body.kind === 'money';
  if (money ? body.currency === null || body.meterId !== null : body.meterId === null || body.currency !== null)
    throw new Problem('invalid_input', 'Money has a currency, units have a meter, and neither has the other.');
  const amount = money ? (/^\d{1,15}$/.test(body.granted) ? BigInt(body.granted) : null) : readQuantity(body.granted);
  if (amount === null || amount <= 0n)
    throw new Problem(
      'invalid_input',
      money ? 'Money is granted in whole minor units, more than none.' : 'Units are granted with up to six decimals, more than none.',
    );
  const grantedOn = body.grantedOn ?? today(context);
  if (body.expiresOn !== null && body.expiresOn < grantedOn) throw new Problem('invalid_input', 'It would expire before it is granted.');
  return database.inTenant(tenantId, async (tx) => {
    const known = await grantIn(tx, context, body.key);
    if (known) return known;
    const { rows: owner } = await sql`select 1 from account where tenant_id = ${tenantId}::uuid and id = ${body.accountId}::uuid`.execute(tx);
    if (owner.length === 0) throw new Problem('not_found', 'There is no such account, or it is outside your reach.');
    if (body.subscriptionId !== null) {
      const { rows } =
        await sql`select 1 from subscription where tenant_id = ${tenantId}::uuid and id = ${body.subscriptionId}::uuid and account_id = ${body.accountId}::uuid`.execute(
          tx,
        );
      if (rows.length === 0) throw new Problem('not_found', 'There is no such subscription of this account.');
    }
    if (body.meterId !== null) {
      const { rows } = await sql`select 1 from meter where tenant_id = ${tenantId}::uuid and id = ${body.meterId}::uuid`.execute(tx);
      if (rows.length === 0) throw new Problem('not_found', 'There is no such meter, or it is outside your reach.');
    }
    const id = newId();
    const charged = body.price
      ? await insertCharges(tx, context, [
          {
            of: { accountId: body.accountId, dealId: null, subscriptionId: body.subscriptionId, currency: body.price.currency },
            line: {
              key: `grant:${body.key}`,
              kind: 'one_off',
              itemId: null,
              productId: null,
              vendorId: null,
              description: body.description,
              quantity: '1',
              unitPrice: null,
              amountMinor: BigInt(body.price.amountMinor),
              period: null,
              chargedOn: grantedOn,
              taxCategory: 'S',
              creditsId: null,
              explanation: explained('Credit bought beforehand.', {
                inputs: [
                  { label: 'Granted', value: `${body.granted} ${money ? `minor units of ${body.currency}` : 'units'}`, from: { type: 'credit_grant', id } },
                ],
              }),
            },
          },
        ])
      : new Map<string, string>();
    await sql`
      insert into credit_grant (tenant_id, id, key, account_id, subscription_id, kind, meter_id, currency, source, description, priority, granted, granted_on, expires_on, charge_id, created_by, created_at)
      values (${tenantId}::uuid, ${id}::uuid, ${body.key}, ${body.accountId}::uuid, ${body.subscriptionId}::uuid, ${body.kind}, ${body.meterId}::uuid, ${body.currency}, ${body.source}, ${body.description}, ${body.priority},
        ${amount.toString()}::numeric, ${grantedOn}::date, ${body.expiresOn}::date, ${charged.get(`grant:${body.key}`) ?? null}::uuid, ${context.actor.name}, ${context.now.toISOString()}::timestamptz)`.execute(
      tx,
    );
    await recordChange(tx, context, { operation: 'grants.add', recordType: 'credit_grant', recordId: id, after: body });
    const grant = await grantIn(tx, context, body.key);
    if (!grant) throw new Problem('internal', 'The grant was not stored.');
    return grant;
  });
}
