import type { AccountChanges, AccountFields, AccountsModule, Known } from '../../modules/accounts/index.ts';
import { picklistLabel, picklistValue, type ExistingRecord, type Fields, type TargetPort } from '../../modules/imports/index.ts';
import { idOf, keysOfKind, money, moneyOf, numberOf, reference, textOf, underTheirKeys } from './fields.ts';
import { companyNames } from './names.ts';

const OPERATION = 'imports.run';
const UNDO = 'imports.undo';

const existing = ({ id, version, fields }: Known<AccountFields>): ExistingRecord => ({
  id,
  version,
  fields: {
    externalId: fields.externalId,
    name: fields.name,
    domain: fields.domains[0] ?? null,
    country: fields.country,
    employees: fields.employees,
    industry: fields.industry === null ? null : picklistValue('account', 'industry', fields.industry),
    annualRevenue: money(fields.revenueMinor, fields.currency),
    parent: reference('account', fields.parentId),
    owner: reference('person', fields.ownerId),
  },
});

function changesOf(fields: Fields): AccountChanges {
  const revenue = moneyOf(fields, 'annualRevenue');
  const industry = textOf(fields, 'industry');
  const domain = textOf(fields, 'domain') ?? textOf(fields, 'website');
  return {
    name: textOf(fields, 'name'),
    externalId: textOf(fields, 'externalId'),
    country: textOf(fields, 'country'),
    employees: numberOf(fields, 'employees'),
    industry: industry === undefined ? undefined : picklistLabel('account', 'industry', industry),
    revenueMinor: revenue?.amountMinor,
    currency: revenue?.currency,
    parentId: idOf(fields, 'parent'),
    ownerId: idOf(fields, 'owner'),
    domains: domain === undefined ? undefined : [domain],
  };
}

export function accountTarget(accounts: AccountsModule): TargetPort {
  return {
    scope: 'accounts:write',
    undoable: true,
    laterFields: ['parent'],
    updatableFields: ['externalId', 'name', 'domain', 'country', 'employees', 'industry', 'annualRevenue', 'parent', 'owner'],
    async find(tx, { tenantId }, rows) {
      const found = await accounts.findByKeys(tx, tenantId, {
        externalIds: keysOfKind(rows, 'external-id'),
        domains: keysOfKind(rows, 'domain'),
        names: await companyNames(tx, tenantId, 'account', rows),
      });
      const known = [...found.byExternalId.values(), ...found.byDomain.values(), ...found.byName.values()].flat();
      const domains = new Map(known.map((record) => [record.id, record.fields.domains.map((domain) => `domain:${domain}`)]));
      return underTheirKeys('account', known.map(existing), (record) => domains.get(record.id) ?? []);
    },
    create: async (tx, context, rows) => ({
      rows: await accounts.bulkInsert(
        tx,
        context,
        rows.map(({ id, fields }) => ({ ...changesOf(fields), id, name: textOf(fields, 'name') ?? '' })),
        OPERATION,
      ),
      besides: [],
    }),
    update: (tx, context, rows) =>
      accounts.bulkUpdate(
        tx,
        context,
        rows.map(({ id, version, fields }) => ({ id, version, changes: changesOf(fields) })),
        OPERATION,
      ),
    restore: (tx, context, rows) =>
      accounts.bulkUpdate(
        tx,
        context,
        rows.map(({ id, version, before }) => ({ id, version, changes: before as AccountFields })),
        UNDO,
      ),
    remove: (tx, context, rows) => accounts.bulkRemove(tx, context, rows, UNDO),
  };
}
