import { partnerTypes, type PartnerType } from '@entente/kernel';
import { picklistLabel, type Fields, type TargetPort } from '../../modules/imports/index.ts';
import type { PartnerChanges, PartnerFields, PartnersModule } from '../../modules/partners/index.ts';
import { booleanOf, idOf, keysOfKind, listOf, reference, textOf, underTheirKeys } from './fields.ts';
import { companyNames } from './names.ts';

const typeOf = (fields: Fields): PartnerType | undefined => partnerTypes.find((type) => type === textOf(fields, 'type'));

function changesOf(fields: Fields): PartnerChanges {
  const type = typeOf(fields);
  const country = textOf(fields, 'country');
  const active = booleanOf(fields, 'active');
  return {
    name: textOf(fields, 'name'),
    externalId: textOf(fields, 'externalId'),
    domain: textOf(fields, 'domain') ?? textOf(fields, 'website'),
    types: type === undefined ? undefined : [type],
    tier: textOf(fields, 'tier'),
    regions: listOf(fields, 'regions'),
    industries: listOf(fields, 'industries')?.map((industry) => picklistLabel('account', 'industry', industry)),
    countries: country === undefined ? undefined : [country],
    managerId: idOf(fields, 'manager'),
    status: active === undefined ? undefined : active ? 'active' : 'paused',
  };
}

export function partnerTarget(partners: PartnersModule): TargetPort {
  return {
    scope: 'partners:write',
    undoable: true,
    laterFields: [],
    updatableFields: ['externalId', 'name', 'domain', 'type', 'tier', 'regions', 'industries', 'country', 'manager', 'active'],
    async find(tx, { tenantId }, rows) {
      const found = await partners.findByKeys(tx, tenantId, {
        externalIds: keysOfKind(rows, 'external-id'),
        domains: keysOfKind(rows, 'domain'),
        names: await companyNames(tx, tenantId, 'partner', rows),
      });
      return underTheirKeys(
        'partner',
        [...found.byExternalId.values(), ...found.byDomain.values(), ...found.byName.values()].flat().map(({ id, version, fields }) => ({
          id,
          version,
          fields: {
            externalId: fields.externalId,
            name: fields.name,
            domain: fields.domain,
            type: fields.types[0] ?? null,
            tier: fields.tier,
            regions: fields.regions,
            industries: fields.industries,
            country: fields.countries[0] ?? null,
            manager: reference('person', fields.managerId),
            active: fields.status === 'active',
          },
        })),
      );
    },
    create: async (tx, context, rows) => ({
      rows: await partners.bulkInsert(
        tx,
        context,
        rows.map(({ id, fields }) => {
          const type = typeOf(fields);
          const email = textOf(fields, 'contactEmail');
          const name = textOf(fields, 'name') ?? '';
          return {
            ...changesOf(fields),
            id,
            name,
            types: type === undefined ? [] : [type],
            competencies: (listOf(fields, 'competencies') ?? []).map((skill) => ({ skill })),
            contacts: email === undefined ? [] : [{ name: email.split('@')[0] ?? name, email }],
          };
        }),
        'imports.run',
      ),
      besides: [],
    }),
    update: (tx, context, rows) =>
      partners.bulkUpdate(
        tx,
        context,
        rows.map(({ id, version, fields }) => ({ id, version, changes: changesOf(fields) })),
        'imports.run',
      ),
    restore: (tx, context, rows) =>
      partners.bulkUpdate(
        tx,
        context,
        rows.map(({ id, version, before }) => ({ id, version, changes: before as PartnerFields })),
        'imports.undo',
      ),
    remove: (tx, context, rows) => partners.bulkRemove(tx, context, rows, 'imports.undo'),
  };
}
