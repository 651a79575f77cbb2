import type { Parsed, Result } from '@entente/contracts';
import { dayIn, encodeCursor, majorOf, newId, notFound, placeIn, Problem } from '@entente/kernel';
import { sql, type RawBuilder } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { WorkingDeps } from './context.ts';
import { checkedAccount, maskOf, type BankAccount } from './domain/bank.ts';
import { payeeGates } from './domain/gates.ts';
import type { Address, Language, Payee, TaxForm } from './domain/payee.ts';
import { readPayees, writePayee } from './payee-store.ts';
import { boundToPayee } from './payments.ts';
import { readSettings } from './settings-store.ts';
import { requireTaxForm } from './tax-forms.ts';

export type PayeeDetail = Result<'payees.get'>;
type PayeeView = Result<'payees.list'>['items'][number];
type Change = Parsed<'payees.change'>['body'];
/** As it waits: the account in it is sealed. */
type Proposed = {
  readonly legalName?: string;
  readonly address?: Address;
  readonly taxId?: string | null;
  readonly taxForm?: TaxForm | null;
  readonly bankSealed?: string;
  readonly bankMask?: string;
  readonly currency?: string;
  readonly minimums?: Readonly<Record<string, number>>;
  readonly language?: Language;
};
/** What decides who is paid and where: a partner's own word is not enough for it. */
const WEIGHTY: readonly (keyof Change)[] = ['legalName', 'taxId', 'taxForm', 'bank'];

export const minimumsOf = (list: readonly { currency: string; amountMinor: number }[]): Record<string, number> =>
  Object.fromEntries(list.map(({ currency, amountMinor }) => [currency, amountMinor]));
export const minimumsList = (minimums: Readonly<Record<string, number>>) =>
  Object.entries(minimums).map(([currency, amountMinor]) => ({ currency, amountMinor }));

async function checkPartner(tx: Tx, tenantId: string, partnerId: string): Promise<void> {
  const { rows } = await sql`select 1 from partner where tenant_id = ${tenantId}::uuid and id = ${partnerId}::uuid for share`.execute(tx);
  if (rows.length === 0) throw notFound('partner');
}

function proposedOf(deps: WorkingDeps, tenantId: string, partnerId: string, change: Change): { proposed: Proposed; words: string[] } {
  const { bank, minimums, ...plain } = change;
  const account: BankAccount | null = bank === undefined ? null : checkedAccount(bank);
  const proposed: Proposed = {
    ...Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined)),
    ...(minimums === undefined ? {} : { minimums: minimumsOf(minimums) }),
    ...(account === null ? {} : { bankSealed: deps.secrets.seal(JSON.stringify(account), boundToPayee(tenantId, partnerId)), bankMask: maskOf(account) }),
  };
  return { proposed, words: wordsOf(proposed) };
}
function wordsOf(proposed: Proposed): string[] {
  const { legalName, address, taxId, taxForm, bankMask, currency, minimums, language } = proposed;
  return [
    legalName === undefined ? null : `Legal name: ${legalName}`,
    address === undefined ? null : `Address: ${address.street}, ${address.postalCode} ${address.city}, ${address.country}`,
    taxId === undefined ? null : `Tax id: ${taxId ?? 'none'}`,
    taxForm === undefined ? null : taxForm === null ? 'Tax form: none' : `Tax form: ${taxForm.kind}, valid until ${taxForm.validUntil}`,
    bankMask === undefined ? null : `Bank account: ${bankMask}`,
    currency === undefined ? null : `Currency: ${currency}`,
    minimums === undefined
      ? null
      : `Minimum: ${
          Object.entries(minimums)
            .map(([code, minor]) => `${majorOf(minor, code)} ${code}`)
            .join(', ') || 'none'
        }`,
    language === undefined ? null : `Language: ${language}`,
  ].filter((text) => text !== null);
}
const withChange = (payee: Payee, { bankSealed, bankMask, ...rest }: Proposed): Payee => ({
  ...payee,
  ...rest,
  ...(bankSealed === undefined ? {} : { bankSealed, bankMask: bankMask ?? null, bankReturned: false }),
});

/** Of a partner itself, what is light takes effect; the rest, and all that staff proposes, waits for a person who did not propose it. */
export async function proposeChange(deps: WorkingDeps, tx: Tx, context: Context, partnerId: string, change: Change, byPartner: boolean): Promise<void> {
  const { tenantId, now } = context;
  await checkPartner(tx, tenantId, partnerId);
  const light = Object.fromEntries(Object.entries(change).filter(([key]) => byPartner && !WEIGHTY.includes(key as keyof Change))) as Change;
  const heavy = Object.fromEntries(Object.entries(change).filter(([key]) => !(key in light))) as Change;
  if (change.taxForm?.fileId) await requireTaxForm(tx, tenantId, partnerId, change.taxForm.fileId);
  if (Object.keys(change).length === 0) throw new Problem('invalid_input', 'Nothing is changed.', { reason: 'empty' });
  if (Object.keys(light).length > 0) {
    const { proposed, words } = proposedOf(deps, tenantId, partnerId, light);
    const payee = await lockPayee(tx, tenantId, partnerId);
    await writePayee(tx, tenantId, withChange(payee, proposed), now);
    await keep(tx, context, partnerId, proposed, words, byPartner, 'approved');
  }
  if (Object.keys(heavy).length > 0) {
    const { proposed, words } = proposedOf(deps, tenantId, partnerId, heavy);
    // Only the newest proposal of the same side waits.
    await sql`update payee_change set state = 'replaced', decided_at = ${now.toISOString()}::timestamptz where tenant_id = ${tenantId}::uuid and partner_id = ${partnerId}::uuid and state = 'waiting' and by_partner = ${byPartner}
      and exists (select 1 from jsonb_object_keys(proposed) key where ${JSON.stringify(proposed)}::jsonb ? key)`.execute(tx);
    const id = await keep(tx, context, partnerId, proposed, words, byPartner, 'waiting');
    await deps.ports.openAct(tx, context, {
      kind: 'payee_change',
      title: 'Approve how a partner is paid',
      detail: words.join(' · '),
      dealId: null,
      partnerId,
      assigneeId: null,
      assigneeRole: 'finance',
      dueAt: new Date(now.getTime() + 3 * 86_400_000).toISOString(),
      recordId: id,
    });
  }
}
async function keep(
  tx: Tx,
  context: Context,
  partnerId: string,
  proposed: Proposed,
  words: readonly string[],
  byPartner: boolean,
  state: 'waiting' | 'approved',
): Promise<string> {
  const id = newId();
  await sql`
    insert into payee_change (tenant_id, id, partner_id, state, proposed, changes, by_partner, proposed_by, proposed_by_name, proposed_at)
    values (${context.tenantId}::uuid, ${id}::uuid, ${partnerId}::uuid, ${state}, ${JSON.stringify(proposed)}::jsonb, ${[...words]}::text[], ${byPartner}, ${context.actor.id}, ${context.actor.name}, ${context.now.toISOString()}::timestamptz)`.execute(
    tx,
  );
  await recordChange(tx, context, {
    operation: 'payees.change',
    recordType: 'payee',
    recordId: partnerId,
    after: { state, changes: words },
    events: [{ type: 'payee.changed', payload: { partnerId, state, changes: words } }],
  });
  return id;
}

async function lockPayee(tx: Tx, tenantId: string, partnerId: string): Promise<Payee> {
  await sql`select 1 from payee_profile where tenant_id = ${tenantId}::uuid and partner_id = ${partnerId}::uuid for update`.execute(tx);
  const payee = (await readPayees(tx, tenantId, [partnerId])).get(partnerId);
  if (!payee) throw notFound('partner');
  return payee;
}

export function decideChange(deps: WorkingDeps, context: Context, id: string, approve: boolean, reason: string | null): Promise<PayeeDetail> {
  requireScope(context, approve ? 'payouts:release' : 'payouts:write');
  const { tenantId, now } = context;
  return deps.database.inTenant(tenantId, async (tx) => {
    const { rows } = await sql<{ partnerId: string; state: string; proposed: Proposed; proposedBy: string; changes: string[] }>`
      select partner_id as "partnerId", state, proposed, proposed_by as "proposedBy", changes from payee_change where tenant_id = ${tenantId}::uuid and id = ${id}::uuid for update`.execute(
      tx,
    );
    const [change] = rows;
    if (!change) throw notFound('change');
    if (change.state !== 'waiting') throw new Problem('conflict', `This change was ${change.state} already.`, { reason: change.state });
    if (approve && (context.actor.kind !== 'person' || context.actor.id === change.proposedBy))
      throw new Problem('not_allowed', 'You proposed this change. Another person must approve it.', { reason: 'same_person' });
    await sql`
      update payee_change set state = ${approve ? 'approved' : 'refused'}, decided_by = ${context.actor.id}, decided_by_name = ${context.actor.name}, decided_at = ${now.toISOString()}::timestamptz, reason = ${reason}
      where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`.execute(tx);
    if (approve) await writePayee(tx, tenantId, withChange(await lockPayee(tx, tenantId, change.partnerId), change.proposed), now);
    await deps.ports.closeActs(tx, context, id, approve ? 'Approved.' : 'Refused.');
    if (approve && change.proposed.bankSealed !== undefined)
      await deps.ports.closeActs(tx, context, change.partnerId, 'The account was replaced or confirmed.');
    await recordChange(tx, context, {
      operation: approve ? 'payees.approve' : 'payees.refuse',
      recordType: 'payee',
      recordId: change.partnerId,
      after: { state: approve ? 'approved' : 'refused', changes: change.changes },
      reason,
      events: [{ type: approve ? 'payee.approved' : 'payee.refused', payload: { partnerId: change.partnerId, changes: change.changes } }],
    });
    return detail(tx, tenantId, change.partnerId, now);
  });
}

export function setHold(
  deps: WorkingDeps,
  context: Context,
  partnerId: string,
  kind: 'compliance' | 'hold',
  reason: string,
  lifts: boolean,
): Promise<PayeeDetail> {
  requireScope(context, lifts ? 'payouts:release' : 'payouts:write');
  const { tenantId, now } = context;
  return deps.database.inTenant(tenantId, async (tx) => {
    await checkPartner(tx, tenantId, partnerId);
    const payee = await lockPayee(tx, tenantId, partnerId);
    const field = kind === 'compliance' ? 'complianceHold' : 'hold';
    if (lifts && payee[field] === null) throw new Problem('conflict', 'Nothing is held.', { reason: 'not_held' });
    await writePayee(tx, tenantId, { ...payee, [field]: lifts ? null : reason }, now);
    await recordChange(tx, context, {
      operation: lifts ? 'payees.lift' : 'payees.hold',
      recordType: 'payee',
      recordId: partnerId,
      before: { [field]: payee[field] },
      after: { [field]: lifts ? null : reason },
      reason,
      events: [{ type: lifts ? 'payee.hold_lifted' : 'payee.held', payload: { partnerId, kind, reason } }],
    });
    return detail(tx, tenantId, partnerId, now);
  });
}

type ChangeView = PayeeDetail['history'][number] & { partnerId: string };
async function changesOf(tx: Tx, tenantId: string, partnerIds: readonly string[], where: RawBuilder<unknown>): Promise<ChangeView[]> {
  const { rows } = await sql<ChangeView>`
    select id, partner_id as "partnerId", state, changes, proposed -> 'taxForm' ->> 'fileId' as "taxFormFileId", proposed_by_name as "proposedBy", proposed_at as "proposedAt", by_partner as "byPartner", decided_by_name as "decidedBy", decided_at as "decidedAt", reason
    from payee_change where tenant_id = ${tenantId}::uuid and partner_id = any(${[...partnerIds]}::uuid[]) ${where} order by id desc limit 500`.execute(tx);
  return rows;
}
const shown = ({ partnerId: _of, ...change }: ChangeView): PayeeDetail['history'][number] => change;

export async function shapePayees(tx: Tx, tenantId: string, partners: readonly { id: string; name: string }[], now: Date): Promise<PayeeView[]> {
  const ids = partners.map(({ id }) => id);
  const [payees, waiting, { timeZone }] = [
    await readPayees(tx, tenantId, ids),
    await changesOf(tx, tenantId, ids, sql`and state = 'waiting'`),
    await readSettings(tx, tenantId),
  ];
  const today = dayIn(now, timeZone);
  return partners.flatMap(({ id, name }) => {
    const payee = payees.get(id);
    if (!payee) return [];
    return {
      partnerId: id,
      partnerName: name,
      legalName: payee.legalName,
      address: payee.address,
      taxId: payee.taxId,
      taxForm: payee.taxForm,
      bank: payee.bankMask,
      bankApproved: payee.bankSealed !== null && !payee.bankReturned,
      currency: payee.currency,
      minimums: minimumsList(payee.minimums),
      language: payee.language,
      complianceHold: payee.complianceHold,
      hold: payee.hold,
      waiting: waiting.filter((change) => change.partnerId === id).map(shown),
      gates: payeeGates(payee, today),
      version: payee.version,
    };
  });
}
export async function detail(tx: Tx, tenantId: string, partnerId: string, now: Date): Promise<PayeeDetail> {
  const { rows } = await sql<{
    id: string;
    name: string;
  }>`select id, name from partner where tenant_id = ${tenantId}::uuid and id = ${partnerId}::uuid`.execute(tx);
  const [view] = await shapePayees(tx, tenantId, rows, now);
  if (!view) throw notFound('partner');
  return { ...view, history: (await changesOf(tx, tenantId, [partnerId], sql``)).map(shown) };
}

export function getPayee(deps: WorkingDeps, context: Context, partnerId: string): Promise<PayeeDetail> {
  requireScope(context, 'payouts:read');
  return deps.database.reading(context.tenantId, (tx) => detail(tx, context.tenantId, partnerId, context.now));
}
export function changePayee(deps: WorkingDeps, context: Context, partnerId: string, change: Change): Promise<PayeeDetail> {
  requireScope(context, 'payouts:write');
  return deps.database.inTenant(context.tenantId, async (tx) => {
    await proposeChange(deps, tx, context, partnerId, change, false);
    return detail(tx, context.tenantId, partnerId, context.now);
  });
}
export function listPayees(deps: WorkingDeps, context: Context, query: Parsed<'payees.list'>['query']): Promise<Result<'payees.list'>> {
  requireScope(context, 'payouts:read');
  const { tenantId } = context;
  const after = placeIn(query.cursor, 'text');
  return deps.database.reading(tenantId, async (tx) => {
    const { rows } = await sql<{ id: string; name: string; sort: string }>`
      select id, name, lower(name) as sort from partner p where tenant_id = ${tenantId}::uuid ${query.q ? sql`and name ilike ${`%${query.q.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`}` : sql``}
        ${query.waiting ? sql`and exists (select 1 from payee_change c where c.tenant_id = p.tenant_id and c.partner_id = p.id and c.state = 'waiting')` : sql``}
        ${after === null ? sql`` : sql`and (lower(name), id) > (${after.sort}, ${after.id}::uuid)`} order by lower(name), id limit ${query.limit + 1}`.execute(
      tx,
    );
    const items = await shapePayees(tx, tenantId, rows.slice(0, query.limit), context.now);
    const last = rows.length > query.limit ? rows[query.limit - 1] : undefined;
    return { items, nextCursor: last ? encodeCursor({ sort: last.sort, id: last.id }) : null };
  });
}
