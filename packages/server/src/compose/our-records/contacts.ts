import { sql } from 'kysely';
import type { AccountsModule } from '../../modules/accounts/index.ts';
import type { OurField, OurRecord, OurRecords, Values } from '../../modules/sync/index.ts';
import { fieldOf, isText, longer } from './shapes.ts';

const fields: readonly OurField[] = [
  fieldOf('name', 'Name', 'text'),
  fieldOf('email', 'Mail address', 'text'),
  fieldOf('title', 'Title', 'text'),
  fieldOf('phone', 'Telephone', 'text'),
  { ...fieldOf('account', 'Account', 'reference'), refersTo: 'account' },
];
type Row = { id: string; name: string; email: string | null; title: string | null; phone: string | null; account: string; updated_at: string };

export function ourContacts(contacts: AccountsModule['contacts']): OurRecords {
  return {
    fields: async () => fields,
    async read(tx, tenantId, ids, options) {
      if (ids.length === 0) return new Map();
      if (options?.lock === true)
        await sql`select id from contact where tenant_id = ${tenantId}::uuid and id = any(${[...ids]}::uuid[]) order by id for update`.execute(tx);
      const { rows } = await sql<Row>`
        select id, name, email, title, phone, account_id as account, updated_at from contact where tenant_id = ${tenantId}::uuid and id = any(${[...ids]}::uuid[])`.execute(
        tx,
      );
      return new Map(
        rows.map(({ updated_at, ...values }): [string, OurRecord] => [
          values.id,
          { id: values.id, label: values.name, dealId: null, changedAt: updated_at, values },
        ]),
      );
    },
    async update(tx, context, changes) {
      const result = await contacts.bulkUpdate(
        tx,
        context,
        changes.map(({ id, set }) => ({ id, changes: changesFrom(set) })),
        'sync.update',
      );
      return result.refused.map(({ id, sentence }) => ({ id, sentence }));
    },
    async create(tx, context, records) {
      const refused: { id: string; sentence: string }[] = [];
      const made = records.flatMap(({ id, values }) => {
        const { name, account } = values;
        if (isText(name) && isText(account)) return [{ ...changesFrom(values), id, name: name.slice(0, longer), accountId: account }];
        refused.push({ id, sentence: isText(name) ? 'It belongs to no account that is here. Tie its account first.' : 'It has no name over there.' });
        return [];
      });
      await contacts.bulkInsert(tx, context, made, 'sync.create');
      return refused;
    },
    async recognise(tx, tenantId, records) {
      const mails = new Map(records.flatMap(({ outsideId, values }) => (isText(values['email']) ? [[outsideId, values['email'].toLowerCase()] as const] : [])));
      const { rows } = await sql<{ email: string; id: string }>`
        select lower(email) as email, min(id::text)::uuid as id from contact where tenant_id = ${tenantId}::uuid and lower(email) = any(${[...new Set(mails.values())]}::text[])
        group by 1 having count(*) = 1`.execute(tx);
      const byMail = new Map(rows.map((row) => [row.email, row.id]));
      return new Map([...mails].flatMap(([outsideId, mail]) => (byMail.has(mail) ? [[outsideId, byMail.get(mail) ?? ''] as const] : [])));
    },
    without: async (tx, tenantId, connectionId, after, limit) =>
      (
        await sql<{ id: string }>`
          select c.id from contact c where c.tenant_id = ${tenantId}::uuid and (${after}::uuid is null or c.id > ${after}::uuid)
            and not exists (select from outside_view v where v.tenant_id = c.tenant_id and v.connection_id = ${connectionId}::uuid and v.kind = 'contact' and v.record_id = c.id and v.status <> 'gone')
          order by c.id limit ${limit}`.execute(tx)
      ).rows.map((row) => row.id),
  };
}

function changesFrom(set: Values) {
  const text = (value: Values[string]): string | null => (isText(value) ? value : null);
  return {
    ...(isText(set['name']) ? { name: set['name'].trim().slice(0, longer) } : {}),
    ...(set['email'] === undefined ? {} : { email: text(set['email']) }),
    ...(set['title'] === undefined ? {} : { title: text(set['title']) }),
    ...(set['phone'] === undefined ? {} : { phone: text(set['phone']) }),
    ...(isText(set['account']) ? { accountId: set['account'] } : {}),
  };
}
