import { sql } from 'kysely';
import type { AccountsModule } from '../../modules/accounts/index.ts';
import type { OurField, OurRecord, OurRecords, Values } from '../../modules/sync/index.ts';
import { normaliseDomain } from '@entente/account-matching';
import { fieldOf, isText, longer } from './shapes.ts';

const fields: readonly OurField[] = [
  fieldOf('name', 'Name', 'text'),
  fieldOf('domain', 'Domain', 'text'),
  fieldOf('industry', 'Industry', 'text'),
  fieldOf('country', 'Country', 'text'),
  fieldOf('region', 'Region', 'text'),
  fieldOf('employees', 'Employees', 'number'),
  { ...fieldOf('owner', 'Owner', 'reference'), refersTo: 'person' },
  { ...fieldOf('parent', 'Parent account', 'reference'), refersTo: 'account' },
];
type Row = {
  id: string;
  name: string;
  domain: string | null;
  industry: string | null;
  country: string | null;
  region: string | null;
  employees: number | null;
  owner: string | null;
  parent: string | null;
  updated_at: string;
};

export function ourAccounts(accounts: Pick<AccountsModule, 'bulkInsert' | 'bulkUpdate'>): OurRecords {
  return {
    fields: async () => fields,
    async read(tx, tenantId, ids, options) {
      if (ids.length === 0) return new Map();
      if (options?.lock === true)
        await sql`select id from account where tenant_id = ${tenantId}::uuid and id = any(${[...ids]}::uuid[]) order by id for update`.execute(tx);
      const { rows } = await sql<Row>`
        select a.id, a.name, a.industry, a.country, a.region, a.employees, a.owner_id as owner, a.parent_id as parent, a.updated_at,
          (select min(x.domain) from account_domain x where x.tenant_id = a.tenant_id and x.account_id = a.id) as domain
        from account a where a.tenant_id = ${tenantId}::uuid and a.id = any(${[...ids]}::uuid[])`.execute(tx);
      return new Map(
        rows.map(({ updated_at, ...values }): [string, OurRecord] => [
          values.id,
          { id: values.id, label: values.name, dealId: null, changedAt: updated_at, values },
        ]),
      );
    },
    async update(tx, context, changes) {
      const domains = await domainsOf(
        tx,
        context.tenantId,
        changes.map(({ id }) => id),
      );
      const result = await accounts.bulkUpdate(
        tx,
        context,
        changes.map(({ id, set }) => ({ id, changes: changesFrom(set, domains.get(id) ?? []) })),
        'sync.update',
      );
      return result.refused.map(({ id, sentence }) => ({ id, sentence }));
    },
    async create(tx, context, records) {
      const named = records.filter(({ values }) => isText(values['name']));
      await accounts.bulkInsert(
        tx,
        context,
        named.map(({ id, values }) => ({ ...changesFrom(values, []), id, name: isText(values['name']) ? values['name'].slice(0, longer) : '' })),
        'sync.create',
      );
      return records
        .filter(({ values }) => !isText(values['name']))
        .map(({ id }) => ({ id, sentence: 'It has no name over there. Give it one; an account cannot be without.' }));
    },
    async recognise(tx, tenantId, records) {
      const byId = await sql<{ id: string; external_id: string }>`
        select id, external_id from account where tenant_id = ${tenantId}::uuid and external_id = any(${records.map((record) => record.outsideId)}::text[])`.execute(
        tx,
      );
      const found = new Map(byId.rows.map((row) => [row.external_id, row.id]));
      const wanted = new Map(
        records.flatMap(({ outsideId, values }) =>
          found.has(outsideId) || !isText(values['domain']) ? [] : [[outsideId, domainOf(values['domain'])] as const],
        ),
      );
      const { rows } = await sql<{ domain: string; id: string; owners: number }>`
        select domain, min(account_id::text)::uuid as id, count(distinct account_id)::int as owners from account_domain
        where tenant_id = ${tenantId}::uuid and domain = any(${[...new Set([...wanted.values()].flatMap((domain) => domain ?? []))]}::text[]) group by domain`.execute(
        tx,
      );
      const byDomain = new Map(rows.filter((row) => row.owners === 1).map((row) => [row.domain, row.id]));
      // Two of theirs with one domain: only the first is ours for sure, and the second is a person's to decide.
      const taken = new Set(found.values());
      for (const [outsideId, domain] of wanted) {
        const ours = domain ? byDomain.get(domain) : undefined;
        if (ours !== undefined && !taken.has(ours)) {
          found.set(outsideId, ours);
          taken.add(ours);
        }
      }
      return found;
    },
    without: async (tx, tenantId, connectionId, after, limit) =>
      (
        await sql<{ id: string }>`
          select a.id from account a where a.tenant_id = ${tenantId}::uuid and (${after}::uuid is null or a.id > ${after}::uuid)
            and not exists (select from outside_view v where v.tenant_id = a.tenant_id and v.connection_id = ${connectionId}::uuid and v.kind = 'account' and v.record_id = a.id and v.status <> 'gone')
          order by a.id limit ${limit}`.execute(tx)
      ).rows.map((row) => row.id),
  };
}

function domainOf(text: string): string | null {
  const found = normaliseDomain(text);
  return found.ok ? found.domain : null;
}

/** The first domain is the one that is synced; others that we know stay. */
function changesFrom(set: Values, domains: readonly string[]) {
  const text = (value: Values[string]): string | null => (isText(value) ? value : null);
  const domain = isText(set['domain']) ? domainOf(set['domain']) : null;
  return {
    ...(isText(set['name']) ? { name: set['name'].trim().slice(0, longer) } : {}),
    ...(domain ? { domains: [domain, ...domains.filter((each) => each !== domain)] } : {}),
    ...(set['industry'] === undefined ? {} : { industry: text(set['industry']) }),
    ...(set['country'] === undefined ? {} : { country: text(set['country']) }),
    ...(set['region'] === undefined ? {} : { region: text(set['region']) }),
    ...(set['employees'] === undefined ? {} : { employees: typeof set['employees'] === 'number' ? Math.round(set['employees']) : null }),
    ...(set['owner'] === undefined ? {} : { ownerId: text(set['owner']) }),
    ...(set['parent'] === undefined ? {} : { parentId: text(set['parent']) }),
  };
}

async function domainsOf(tx: Parameters<OurRecords['read']>[0], tenantId: string, ids: readonly string[]): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ id: string; domain: string }>`
    select account_id as id, domain from account_domain where tenant_id = ${tenantId}::uuid and account_id = any(${[...ids]}::uuid[]) order by domain`.execute(
    tx,
  );
  const found = new Map<string, string[]>();
  for (const { id, domain } of rows) found.set(id, [...(found.get(id) ?? []), domain]);
  return found;
}
