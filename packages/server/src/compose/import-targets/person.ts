import { bulkInsertPeople, findPeopleByName, type PersonRow } from '../../modules/identity/index.ts';
import type { CreateRow, Created, ExistingRecord, TargetPort } from '../../modules/imports/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { idOf, referenceOf, textOf, underTheirKeys } from './fields.ts';

const nameOf = (row: CreateRow): string => textOf(row.fields, 'name') ?? '';
const managerOf = (row: CreateRow): string => (idOf(row.fields, 'manager') === undefined ? (referenceOf(row.fields, 'manager')?.text ?? '') : '');
const keyOf = (name: string): string => name.trim().toLowerCase();
/** Memberships have no version. */
const VERSION = 1;

/** Managers before those who report to them; whoever is only named as a manager is made first. */
async function createPeople(tx: Tx, context: Context, rows: readonly CreateRow[]): Promise<Created> {
  const ids = new Map<string, string>();
  const made = new Map<string, { id: string; version: number; existed: boolean }>();
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
  const besides = managers.filter((one) => one.created).map(({ id }) => ({ id, version: VERSION }));
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
      made.set(row.id, { id: person.id, version: VERSION, existed: !person.created });
    }
    waiting = waiting.filter((row) => !made.has(row.id));
  }
  return { rows: rows.map((row) => made.get(row.id) ?? { id: row.id, version: VERSION, existed: true }), besides };
}

/** People who are here already stay as they are; who may do what is decided under Settings and not by a file. */
export function personTarget(): TargetPort {
  return {
    scope: 'people:write',
    undoable: 'People of an import stay when it is undone: they may have signed in and own records. End a membership under Settings.',
    laterFields: [],
    updatableFields: [],
    async find(tx, { tenantId }, rows) {
      const names = [...new Set(rows.flatMap((row) => textOf(row.fields, 'name') ?? []))];
      const found = await findPeopleByName(tx, tenantId, names);
      return underTheirKeys(
        'person',
        [...found].flatMap(([name, ids]) => ids.map((id): ExistingRecord => ({ id, version: VERSION, fields: { name } }))),
      );
    },
    create: createPeople,
    update: (_tx, _context, rows) => Promise.resolve({ updated: [], unchanged: rows.map((row) => row.id), refused: [] }),
    restore: (_tx, _context, rows) => Promise.resolve({ updated: [], unchanged: rows.map((row) => row.id), refused: [] }),
    remove: (_tx, _context, rows) =>
      Promise.resolve({
        removed: [],
        refused: rows.map(({ id }) => ({ id, code: 'in_use', sentence: 'People may have signed in and own records. End their membership under Settings.' })),
      }),
  };
}
