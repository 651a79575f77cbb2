import type { AccountsModule, ContactChanges, ContactFields } from '../../modules/accounts/index.ts';
import { type Fields, type TargetPort } from '../../modules/imports/index.ts';
import { idOf, keysOfKind, reference, textOf, underTheirKeys } from './fields.ts';

const nameOf = (fields: Fields): string | undefined =>
  textOf(fields, 'name') ?? ([textOf(fields, 'firstName'), textOf(fields, 'lastName')].filter((part) => part !== undefined).join(' ') || undefined);
const changesOf = (fields: Fields): ContactChanges => ({
  accountId: idOf(fields, 'account'),
  name: nameOf(fields),
  email: textOf(fields, 'email'),
  title: textOf(fields, 'title'),
  phone: textOf(fields, 'phone'),
  externalId: textOf(fields, 'externalId'),
});

export function contactTarget({ contacts }: AccountsModule): TargetPort {
  return {
    scope: 'accounts:write',
    undoable: true,
    laterFields: [],
    updatableFields: ['externalId', 'name', 'email', 'account', 'title', 'phone'],
    async find(tx, { tenantId }, rows) {
      const names = [...new Set(rows.flatMap((row) => nameOf(row.fields) ?? []))];
      const found = await contacts.findByKeys(tx, tenantId, { externalIds: keysOfKind(rows, 'external-id'), emails: keysOfKind(rows, 'email'), names });
      const known = [...found.byExternalId.values(), ...found.byEmail.values(), ...found.byName.values()].flat();
      const accountNames = new Map(
        rows.flatMap((row) => {
          const account = row.fields['account'];
          return typeof account === 'object' && 'target' in account && account.id !== null ? [[account.id, account.text] as const] : [];
        }),
      );
      return underTheirKeys(
        'contact',
        known.map(({ id, version, fields }) => ({
          id,
          version,
          fields: {
            externalId: fields.externalId,
            name: fields.name,
            email: fields.email,
            title: fields.title,
            phone: fields.phone,
            account: reference('account', fields.accountId, accountNames.get(fields.accountId) ?? ''),
          },
        })),
      );
    },
    create: async (tx, context, rows) => ({
      rows: await contacts.bulkInsert(
        tx,
        context,
        rows.map(({ id, fields }) => ({
          ...changesOf(fields),
          id,
          accountId: idOf(fields, 'account') ?? '',
          name: nameOf(fields) ?? textOf(fields, 'email') ?? '',
        })),
        'imports.run',
      ),
      besides: [],
    }),
    update: (tx, context, rows) =>
      contacts.bulkUpdate(
        tx,
        context,
        rows.map(({ id, version, fields }) => ({ id, version, changes: changesOf(fields) })),
        'imports.run',
      ),
    restore: (tx, context, rows) =>
      contacts.bulkUpdate(
        tx,
        context,
        rows.map(({ id, version, before }) => ({ id, version, changes: before as ContactFields })),
        'imports.undo',
      ),
    remove: (tx, context, rows) => contacts.bulkRemove(tx, context, rows, 'imports.undo'),
  };
}
