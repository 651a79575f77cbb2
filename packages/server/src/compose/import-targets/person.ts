import {
  bulkInsertPeople,
  bulkRemovePeople,
  bulkUpdatePeople,
  findPeople,
  findPeopleByName,
  versionsOfPeople,
  type PersonBefore,
  type PersonChanges,
  type PersonRow,
} from '../../modules/identity/index.ts';
import type { ChangeRow, CreateRow, Created, ExistingRecord, TargetPort } from '../../modules/imports/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { idOf, keysOfKind, reference, referenceOf, textOf, underTheirKeys } from './fields.ts';

const nameOf = (row: CreateRow): string => textOf(row.fields, 'name') ?? '';
const managerOf = (row: CreateRow): string => (idOf(row.fields, 'manager') === undefined ? (referenceOf(row.fields, 'manager')?.text ?? '') : '');
const keyOf = (name: string): string => name.trim().toLowerCase();

/** Managers before those who report to them; whoever is only named as a manager is made first. */
async function createPeople(tx: Tx, context: Context, rows: readonly CreateRow[]): Promise<Created> {
  const ids = new Map<string, string>();
  const made = new Map<string, { id: string; existed: boolean }>();
  const own = new Set(rows.map((row) => keyOf(nameOf(row))));
  const named = [
    ...new Map(
      rows
        .map(managerOf)
        .filter((name) => name !== '' && !own.has(keyOf(name)))
        .map((name) => [keyOf(name), name]),
    ).values(),
  ];
  const managers = await bulkInsertPeople(
    tx,
    context,
    named.map((name) => ({ name })),
  );
  for (const [index, name] of named.entries()) ids.set(keyOf(name), managers[index]?.id ?? '');
  let waiting = [...rows];
  while (waiting.length > 0) {
    const ready = waiting.filter((row) => managerOf(row) === '' || ids.has(keyOf(managerOf(row))));
    // A circle of managers is broken by leaving the manager of its members empty.
    const layer = ready.length > 0 ? ready : waiting;
    const people = await bulkInsertPeople(
      tx,
      context,
      layer.map((row): PersonRow => ({
        name: nameOf(row),
        email: textOf(row.fields, 'email') ?? null,
        managerId: idOf(row.fields, 'manager') ?? ids.get(keyOf(managerOf(row))) ?? null,
      })),
    );
    for (const [index, row] of layer.entries()) {
      const person = people[index];
      if (!person) continue;
      ids.set(keyOf(nameOf(row)), person.id);
      made.set(row.id, { id: person.id, existed: !person.created });
    }
    waiting = waiting.filter((row) => !made.has(row.id));
  }
  const besides = managers.filter((one) => one.created);
  const versions = await versionsOfPeople(
    tx,
    context.tenantId,
    [...made.values(), ...besides].map((one) => one.id),
  );
  const written = <T extends { id: string }>(one: T): T & { version: number } => ({ ...one, version: versions.get(one.id) ?? 0 });
  return {
    rows: rows.map((row) => written(made.get(row.id) ?? { id: row.id, existed: true })),
    besides: besides.map(({ id }) => written({ id })),
  };
}

/** Somebody who is only named as a manager may have come in with an earlier row; otherwise they are made now. */
async function changesOf(tx: Tx, context: Context, rows: readonly ChangeRow[]): Promise<{ id: string; version: number; changes: PersonChanges }[]> {
  const named = [...new Map(rows.map(managerOf).map((name) => [keyOf(name), name])).values()].filter((name) => name !== '');
  const known = await findPeopleByName(tx, context.tenantId, named);
  const unknown = named.filter((name) => (known.get(name) ?? []).length === 0);
  const made = await bulkInsertPeople(
    tx,
    context,
    unknown.map((name) => ({ name })),
  );
  const ids = new Map<string, string | undefined>(named.map((name) => [keyOf(name), known.get(name)?.[0]]));
  for (const [index, name] of unknown.entries()) ids.set(keyOf(name), made[index]?.id);
  return rows.map((row) => ({
    id: row.id,
    version: row.version,
    changes: { email: textOf(row.fields, 'email'), managerId: idOf(row.fields, 'manager') ?? ids.get(keyOf(managerOf(row))) },
  }));
}

/** A file says who there is and who reports to whom; who may do what is decided under Settings. */
export function personTarget(): TargetPort {
  return {
    scope: 'people:write',
    undoable: true,
    laterFields: [],
    updatableFields: ['email', 'manager'],
    async find(tx, { tenantId }, rows) {
      const names = [...new Set(rows.flatMap((row) => textOf(row.fields, 'name') ?? []))];
      const found = await findPeople(tx, tenantId, { names, emails: keysOfKind(rows, 'email') });
      return underTheirKeys(
        'person',
        found.map(({ id, version, fields: { name, email, managerId, managerName } }): ExistingRecord => ({
          id,
          version,
          fields: { name, email, manager: reference('person', managerId, managerName ?? '') },
        })),
      );
    },
    create: createPeople,
    update: async (tx, context, rows) => bulkUpdatePeople(tx, context, await changesOf(tx, context, rows), 'imports.run'),
    restore: (tx, context, rows) =>
      bulkUpdatePeople(
        tx,
        context,
        rows.map(({ id, version, before }) => ({ id, version, changes: before as PersonBefore })),
        'imports.undo',
        true,
      ),
    remove: (tx, context, rows) => bulkRemovePeople(tx, context, rows, 'imports.undo'),
  };
}
