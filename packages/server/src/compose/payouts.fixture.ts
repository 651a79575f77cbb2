import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scopesOfRole, type Role } from '@entente/contracts/permissions';
import { explained, newId, type NewEarning } from '@entente/kernel';
import type pg from 'pg';
import { createLedgerModule, type SubLedger } from '../modules/ledger/index.ts';
import { createPayoutsModule, type PayoutsPorts } from '../modules/payouts/index.ts';
import type { Actor, Context } from '../platform/context.ts';
import type { Database } from '../platform/db/database.ts';
import { createFileStore } from '../platform/files/index.ts';
import { createSecrets } from '../platform/secrets.ts';
import { payoutsPorts } from './payouts-ports.ts';
import { readCsv } from './read-csv.ts';

export const NOON = new Date('2026-03-10T12:00:00.000Z');
const SECRET = 'a secret of the tests, long enough to be one';
export const OUR_IBAN = 'DE89370400440532013000';
export const PARTNER_IBAN = 'FR1420041010050500013M02606';

/** Payouts on a real ledger, with the clock in the hand of the test. */
export function payoutsOn(database: Database, clock: { now: Date } = { now: NOON }, ports: Partial<PayoutsPorts> = {}) {
  const subLedgers: SubLedger[] = [];
  const ledger = createLedgerModule({
    database,
    ports: { checks: [], subLedgers, readCsv },
    now: () => clock.now,
    onError: (error) => console.error(error),
  });
  const payouts = createPayoutsModule({
    database,
    secrets: createSecrets(SECRET),
    files: createFileStore(join(tmpdir(), `entente-payouts-${newId()}`)),
    ports: { ...payoutsPorts({ post: ledger.post }), ...ports },
    now: () => clock.now,
    onError: (error) => console.error(error),
  });
  subLedgers.push(...payouts.subLedgers);
  return { payouts, ledger };
}

export function personOf(tenantId: string, role: Role, name: string, partnerId: string | null = null): Context {
  const actor: Actor = {
    kind: 'person',
    id: newId(),
    name,
    memberId: newId(),
    audience: partnerId === null ? 'workspace' : 'partner',
    partnerId,
    role,
    scopes: new Set(scopesOfRole[role]),
    onBehalfOf: null,
  };
  return { tenantId, actor, requestId: newId(), now: NOON };
}

/** A workspace with partners that can be paid, but for those whose name says otherwise. */
export async function payableWorkspace(admin: pg.Pool, names: readonly string[]): Promise<{ tenantId: string; partners: Map<string, string> }> {
  const tenantId = newId();
  await admin.query("insert into workspace (id, slug, name, base_currency) values ($1::uuid, $1::text, 'Northwind', 'EUR')", [tenantId]);
  const partners = new Map(names.map((name) => [name, newId()]));
  await admin.query(
    `insert into partner (tenant_id, id, name, status, types, created_at, updated_at) select $1, id, name, 'active', '{reseller}', now(), now() from unnest($2::uuid[], $3::text[]) as p(id, name)`,
    [tenantId, [...partners.values()], [...partners.keys()]],
  );
  const secrets = createSecrets(SECRET);
  const account = (partnerId: string): string =>
    secrets.seal(JSON.stringify({ kind: 'iban', iban: PARTNER_IBAN, bic: null, holder: 'Société Générale Payée' }), `payee:${tenantId}:${partnerId}`);
  const payable = [...partners].filter(([name]) => !name.startsWith('No profile'));
  await admin.query(
    `insert into payee_profile (tenant_id, partner_id, legal_name, address, tax_form_kind, tax_form_valid_until, bank_sealed, bank_mask, minimums, language, updated_at)
     select $1, id, name || ' SA', '{"street":"Rue 1","city":"Lyon","postalCode":"69001","region":null,"country":"FR"}', 'vat', '2030-01-01', sealed, 'FR•• 2606', '{}', language, now()
     from unnest($2::uuid[], $3::text[], $4::text[], $5::text[]) as p(id, name, sealed, language)`,
    [
      tenantId,
      payable.map(([, id]) => id),
      payable.map(([name]) => name),
      payable.map(([, id]) => account(id)),
      payable.map(([name]) => (name.startsWith('Arabic') ? 'ar' : 'en')),
    ],
  );
  return { tenantId, partners };
}

export const earningOf = (partnerId: string, key: string, amountMinor: number, more: Partial<NewEarning> = {}): NewEarning => ({
  key,
  kind: 'commission',
  partnerId,
  personId: null,
  dealId: null,
  amountMinor,
  currency: 'EUR',
  earnedOn: '2026-03-01',
  heldUntil: null,
  title: `Commission ${key}`,
  source: { type: 'receipt', id: key },
  reverses: null,
  bornBy: 'partner_cost',
  explanation: explained('Ten per cent of what was collected.', {
    rule: { name: 'Commission', id: null, version: 3 },
    steps: [{ label: 'Rate', formula: '10 % × 1000.00 EUR', resultMinor: amountMinor, currency: more.currency ?? 'EUR' }],
  }),
  ...more,
});
