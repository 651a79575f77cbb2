import { sql } from 'kysely';
import type { OurField, OurRecord, OurRecords } from '../../modules/sync/index.ts';
import { fieldOf, isText } from './shapes.ts';

const fields: readonly OurField[] = [
  { ...fieldOf('name', 'Name', 'text'), writable: false },
  { ...fieldOf('email', 'Mail address', 'text'), writable: false },
];

/** Owners of records. A person is known by the mail address; people are invited here, and never made by a CRM. */
export function ourPeople(): OurRecords {
  return {
    fields: async () => fields,
    async read(tx, tenantId, ids) {
      if (ids.length === 0) return new Map();
      const { rows } = await sql<{ id: string; name: string; email: string; at: string }>`
        select m.id, u.name, u.email, m.created_at as at from membership m join "user" u on u.id = m.user_id where m.tenant_id = ${tenantId}::uuid and m.id = any(${[...ids]}::uuid[])`.execute(
        tx,
      );
      return new Map(
        rows.map(({ id, name, email, at }): [string, OurRecord] => [id, { id, label: name, dealId: null, changedAt: at, values: { name, email } }]),
      );
    },
    update: async (_tx, _context, changes) => changes.map(({ id }) => ({ id, sentence: 'People are changed here by themselves.' })),
    create: async (_tx, _context, records) => records.map(({ id }) => ({ id, sentence: 'People are invited here, and not made by a CRM.' })),
    async recognise(tx, tenantId, records) {
      const mails = new Map(records.flatMap(({ outsideId, values }) => (isText(values['email']) ? [[outsideId, values['email'].toLowerCase()] as const] : [])));
      const { rows } = await sql<{ email: string; id: string }>`
        select lower(u.email) as email, m.id from membership m join "user" u on u.id = m.user_id
        where m.tenant_id = ${tenantId}::uuid and m.status = 'active' and lower(u.email) = any(${[...new Set(mails.values())]}::text[])`.execute(tx);
      const byMail = new Map(rows.map((row) => [row.email, row.id]));
      return new Map([...mails].flatMap(([outsideId, mail]) => (byMail.has(mail) ? [[outsideId, byMail.get(mail) ?? ''] as const] : [])));
    },
    without: async () => [],
  };
}
