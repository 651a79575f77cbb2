import type { Parsed } from '@entente/contracts';
import { newId, notFound, Problem } from '@entente/kernel';
import { sql } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import { setClocks } from '../../platform/clocks.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { systemContext } from '../../platform/system-actor.ts';
import { caseFile, findMediator, involvementOf, regionOf } from './case-file.ts';
import { deadlines } from './domain/deadlines.ts';
import { whyNotNeutral } from './domain/neutral.ts';
import { askForRuling } from './mediator-act.ts';
import type { CasesPorts, Claim, DisputedDeal } from './ports.ts';
import { addEntries, readCase, vendorEvent, type Case, type Party } from './store.ts';
import { tellSides } from './tell-sides.ts';

type Opening = { readonly registrationIds: readonly string[]; readonly dealId: string | null; readonly mediatorId: string | null; readonly reason: string };
const disputable = ['submitted', 'info_requested', 'approved', 'extended', 'rejected', 'expired', 'revoked'];

export async function openByStaff(tx: Tx, ports: CasesPorts, context: Context, body: Parsed<'cases.open'>['body']): Promise<Case> {
  requireScope(context, 'cases:write');
  const known = await lockOpening(tx, context.tenantId, body.registrationIds);
  if (known)
    throw new Problem(
      'conflict',
      known.final ? `Case C-${known.number} ruled on these; what was ruled is final.` : `Case C-${known.number} about these is open already.`,
      { reason: 'case_open' },
    );
  return open(tx, ports, context, {
    registrationIds: body.registrationIds,
    dealId: body.dealId ?? null,
    mediatorId: body.mediatorId ?? null,
    reason: body.reason,
  });
}

/**
 * For rules that met a conflict: opens a case in their name, so that nobody learns whose act led to it. One that is open about the
 * same claims is answered with; where a ruling on them is final none is opened.
 */
export async function openByRules(
  tx: Tx,
  ports: CasesPorts,
  context: Context,
  conflict: { registrationIds: readonly string[]; dealId: string | null; reason: string },
): Promise<string | null> {
  const known = await lockOpening(tx, context.tenantId, conflict.registrationIds);
  if (known) return known.final ? null : known.id;
  const asRules: Context = { ...systemContext(context.tenantId, 'Rules of engagement', context.now, context.actor.name), requestId: context.requestId };
  return (await open(tx, ports, asRules, { ...conflict, mediatorId: null })).id;
}

/** A case about exactly these registrations; asked for one after another, so that two who ask in the same instant open one. */
async function lockOpening(tx: Tx, tenantId: string, registrationIds: readonly string[]): Promise<{ id: string; number: number; final: boolean } | null> {
  const ids = [...new Set(registrationIds)].sort();
  await sql`select pg_advisory_xact_lock(hashtextextended(${`case ${tenantId} ${ids.join(' ')}`}, 0))`.execute(tx);
  const { rows } = await sql<{ id: string; number: number; final: boolean }>`
    select c.id, c.number, c.state = 'closed' as final from conflict_case c
    where c.tenant_id = ${tenantId}::uuid and (c.state <> 'closed' or c.ruled_at is not null)
      and c.id in (select s.case_id from conflict_party s where s.tenant_id = ${tenantId}::uuid and s.registration_id = any(${ids}::uuid[]))
      and (select array_agg(s.registration_id order by s.registration_id) from conflict_party s
        where s.tenant_id = ${tenantId}::uuid and s.case_id = c.id and s.registration_id is not null) = ${ids}::uuid[]
    order by c.number desc limit 1`.execute(tx);
  return rows[0] ?? null;
}

async function sidesOf(tx: Tx, ports: CasesPorts, tenantId: string, opening: Opening): Promise<{ claims: Claim[]; deal: DisputedDeal | null }> {
  const ids = [...new Set(opening.registrationIds)];
  const found = await ports.claims(tx, tenantId, ids);
  const claims = ids.flatMap((id) => found.find((claim) => claim.registrationId === id) ?? []);
  if (claims.length !== ids.length || claims.length === 0) throw notFound('registration');
  const [first, second] = claims;
  if (claims.length > 2) throw new Problem('invalid_input', 'A case has two sides.');
  if (second && first?.partnerId === second.partnerId) throw new Problem('invalid_input', 'Both registrations are of the same partner; a case is between two.');
  const settled = claims.find((claim) => !disputable.includes(claim.state));
  if (settled) throw new Problem('conflict', `R-${settled.number} is ${settled.state}; there is nothing to rule on.`, { reason: `state_${settled.state}` });
  const dealId = opening.dealId ?? claims.find((claim) => claim.dealId !== null)?.dealId ?? null;
  const deal = dealId === null ? null : await ports.deal(tx, tenantId, dealId);
  if (dealId !== null && deal === null) throw notFound('deal');
  if (!second && deal === null)
    throw new Problem('invalid_input', 'Name the other registration, or the vendor’s own deal.', {
      fields: [{ path: 'dealId', code: 'required', sentence: 'Name the other registration, or the vendor’s own deal.' }],
    });
  return { claims, deal };
}

async function open(tx: Tx, ports: CasesPorts, context: Context, opening: Opening): Promise<Case> {
  const { tenantId } = context;
  const { claims, deal } = await sidesOf(tx, ports, tenantId, opening);
  const [first] = claims;
  if (!first) throw notFound('registration');
  const names = new Map(
    (
      await tx
        .selectFrom('partner')
        .select(['id', 'name'])
        .where('tenant_id', '=', tenantId)
        .where(
          'id',
          'in',
          claims.map((claim) => claim.partnerId),
        )
        .execute()
    ).map((row) => [row.id, row.name]),
  );
  const parties: Party[] = claims.map((claim, at) => ({
    id: newId(),
    letter: 'AB'.charAt(at),
    partnerId: claim.partnerId,
    registrationId: claim.registrationId,
    name: names.get(claim.partnerId) ?? '',
  }));
  if (parties.length === 1) parties.push({ id: newId(), letter: 'B', partnerId: null, registrationId: null, name: 'Vendor' });
  const involvement = await involvementOf(tx, ports, tenantId, { parties, claims, deal, firstMediatorId: null });
  if (opening.mediatorId !== null) await requireMediator(tx, ports, tenantId, opening.mediatorId, involvement);
  const mediatorId = opening.mediatorId ?? (await findMediator(tx, ports, tenantId, involvement));
  const terms = await ports.terms(tx, tenantId, first.programId);
  const { evidenceUntil, ruleBy } = deadlines(terms, terms.calendarOf(regionOf(deal, claims)), context.now);
  const id = newId();
  const number = await ports.takeNumber(tenantId);
  const row = {
    number,
    deal_id: deal?.id ?? null,
    account_id: deal?.accountId ?? claims.find((claim) => claim.accountId !== null)?.accountId ?? null,
    title: `${first.companyName}, ${claims.map((claim) => `R-${claim.number}`).join(' and ')}${claims.length === 1 && deal ? ` and D-${deal.number}` : ''}`,
    state: 'evidence',
    mediator_id: mediatorId,
    evidence_until: evidenceUntil.toISOString(),
    rule_by: ruleBy.toISOString(),
    opened_by: context.actor.name,
    opened_at: context.now.toISOString(),
  };
  await tx
    .insertInto('conflict_case')
    .values({ tenant_id: tenantId, id, ...row })
    .execute();
  await tx
    .insertInto('conflict_party')
    .values(
      parties.map((party) => ({
        tenant_id: tenantId,
        id: party.id,
        case_id: id,
        partner_id: party.partnerId,
        registration_id: party.registrationId,
        letter: party.letter,
      })),
    )
    .execute();
  await addEntries(tx, context, id, [
    { kind: 'event', visibleTo: 'all', body: 'The case was opened.' },
    { kind: 'note', visibleTo: 'mediators', body: opening.reason },
  ]);
  await setClocks(tx, tenantId, [
    { kind: 'case.evidence', recordId: id, dueAt: evidenceUntil },
    { kind: 'case.rule', recordId: id, dueAt: ruleBy },
  ]);
  return announce(tx, ports, context, await readCase(tx, tenantId, id), parties, row);
}

async function announce(tx: Tx, ports: CasesPorts, context: Context, row: Case, parties: readonly Party[], after: object): Promise<Case> {
  await recordChange(tx, context, {
    operation: 'cases.open',
    recordType: 'case',
    recordId: row.id,
    after: { ...after, sides: parties.map(({ letter, partnerId, registrationId }) => ({ letter, partnerId, registrationId })) },
    events: [vendorEvent(row, { kind: 'opened', payload: { dueAt: row.rule_by } })],
  });
  const file = await caseFile(tx, ports, row);
  const until = row.evidence_until.slice(0, 10);
  await tellSides(
    tx,
    context,
    file,
    row,
    'opened',
    () => `Somebody else also works with this customer. Give your evidence by ${until}; a neutral person decides.`,
    row.evidence_until,
  );
  if (row.mediator_id === null) await askForRuling(tx, ports, context, row, 'Nobody who may mediate is neutral to it.');
  if (file.deal !== null && parties.some((party) => party.partnerId === null))
    await ports.openAct(tx, context, {
      kind: 'case_evidence',
      title: `Give the vendor’s evidence in case C-${row.number}: ${row.title}`,
      detail: 'What was done for this customer, and when.',
      dealId: row.deal_id,
      partnerId: null,
      assigneeId: file.deal.ownerId,
      assigneeRole: file.deal.ownerId === null ? 'partner_manager' : null,
      dueAt: row.evidence_until,
      recordId: row.id,
    });
  return row;
}

/** Refuses who may not mediate, and says why. */
export async function requireMediator(
  tx: Tx,
  ports: CasesPorts,
  tenantId: string,
  memberId: string,
  involvement: Parameters<typeof whyNotNeutral>[1],
): Promise<string> {
  const person = (await ports.mediators(tx, tenantId)).find((one) => one.memberId === memberId);
  const refusal = person ? whyNotNeutral(memberId, involvement, person.name) : 'This person’s role does not include mediating cases.';
  if (!person || refusal !== null) throw new Problem('conflict', refusal ?? '', { reason: 'not_neutral' });
  return person.name;
}
