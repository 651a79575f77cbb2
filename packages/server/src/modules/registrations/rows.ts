import type { Result } from '@entente/contracts';
import type { RegistrationKind, RegistrationState } from '@entente/kernel';
import { sql, type RawBuilder } from 'kysely';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { elapsedPercent } from './moments.ts';
import type { Definition, RegistrationsPorts } from './ports.ts';
import type { Registration } from './store.ts';

export type Row = Result<'registrations.list'>['items'][number];
/** A registration with the names its row shows. */
export type Named = Registration & {
  partner_name: string;
  holder_name: string | null;
  deal_number: number | null;
  acting_partner_name: string | null;
  account_name: string | null;
};

/** Registrations with names; `where` and `order` speak of r. */
export async function named(tx: Tx, tenantId: string, rest: RawBuilder<unknown>): Promise<Named[]> {
  const { rows } = await sql<Named>`
    select r.*, p.name as partner_name, u.name as holder_name, d.number as deal_number, ap.name as acting_partner_name, a.name as account_name
    from registration r
    join partner p on p.tenant_id = r.tenant_id and p.id = r.partner_id
    left join partner ap on ap.tenant_id = r.tenant_id and ap.id = r.acting_partner_id
    left join membership m on m.tenant_id = r.tenant_id and m.id = r.holder_id
    left join "user" u on u.id = m.user_id
    left join deal d on d.tenant_id = r.tenant_id and d.id = r.deal_id
    left join account a on a.tenant_id = r.tenant_id and a.id = r.account_id
    where r.tenant_id = ${tenantId}::uuid ${rest}`.execute(tx);
  return rows;
}

/** Live definitions of the programmes of some rows, read once each. */
export async function definitionsOf(tx: Tx, ports: RegistrationsPorts, tenantId: string, rows: readonly Registration[]): Promise<Map<string, Definition>> {
  const found = new Map<string, Definition>();
  for (const id of new Set(rows.map((row) => row.program_id))) found.set(id, (await ports.programOf(tx, tenantId, id)).definition);
  return found;
}

export function clockOf(row: Registration, definition: Definition | undefined, now: Date): Row['clock'] {
  if (row.held_by !== 'vendor' || row.decide_by === null || row.state !== 'submitted' || !definition) return null;
  const percent = elapsedPercent(definition, row.region, new Date(row.held_since), now);
  const late = Date.parse(row.decide_by) <= now.getTime();
  return {
    startedAt: row.held_since,
    warnAt: null,
    dueAt: row.decide_by,
    elapsedPercent: percent,
    state: late ? 'late' : percent >= definition.decision.warnAtPercent ? 'warning' : 'running',
  };
}

export function rowOf(row: Named, context: Context, definition: Definition | undefined): Row {
  const ruling = row.ruling as { effect?: string } | null;
  return {
    id: row.id,
    number: row.number,
    kind: row.kind as RegistrationKind,
    state: row.state as RegistrationState,
    partnerId: row.partner_id,
    partnerName: row.partner_name,
    companyName: row.company_name,
    customerDomain: row.customer_domain,
    region: row.region,
    amountMinor: row.amount_minor,
    currency: row.currency,
    closeOn: row.close_on,
    dealId: row.deal_id,
    dealNumber: row.deal_number,
    heldBy: row.held_by as Row['heldBy'],
    holderName: row.holder_name,
    heldSince: row.held_since,
    clock: clockOf(row, definition, context.now),
    protectedFrom: row.protected_from,
    protectedUntil: row.protected_until,
    ruledEffect: ruling?.effect ?? null,
    submittedAt: row.submitted_at,
    mayDecide: mayDecide(row, context),
    version: row.version,
  };
}

const mayDecide = (row: Registration, context: Context): boolean =>
  context.actor.scopes.has('registrations:decide') &&
  (row.state === 'submitted' || row.state === 'info_requested') &&
  (context.actor.memberId === null || (row.submitted_by_member !== context.actor.memberId && row.first_approval_by !== context.actor.memberId));
