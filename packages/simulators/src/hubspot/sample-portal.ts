import { companyDomain, companyName, dealName, personName } from '../crm/sample-names.ts';
import type { Parts } from './api.ts';
import { plainType } from './associations.ts';
import type { Row, Source } from './portal.ts';

/** What a stranger may sign in with. They are no secrets: the simulator is for test data only. */
export const sampleApp = { clientId: 'entente-sample', clientSecret: 'entente-sample-secret' } as const;
export const person: Source = { type: 'CRM_UI', id: 'userId:9001' };

export function fillSample({ portal, writes, oauth }: Parts): void {
  oauth.apps.set(sampleApp.clientId, sampleApp);
  portal.owners = [
    ['Sam', 'Seller', 'seller'],
    ['Alex', 'Admin', 'admin'],
  ].map(([firstName = '', lastName = '', name = ''], index) => ({
    id: String(70_001 + index),
    userId: 9001 + index,
    email: `${name}@acme.example`,
    firstName,
    lastName,
    archived: false,
  }));
  const writer = { source: person, silent: true };
  const [companies, contacts, deals] = [portal.kind('companies'), portal.kind('contacts'), portal.kind('deals')];
  writes.create(portal.kind('products'), { name: 'Platform, yearly', price: 12_000, hs_sku: 'PLAT-Y' }, writer);
  const stages = portal.pipelines[0]?.stages ?? [];
  for (let number = 0; number < 12; number += 1) {
    const { first, last } = personName(number);
    const company = writes.create(companies, { name: companyName(number), domain: companyDomain(number), country: 'United States' }, writer);
    const contact = writes.create(contacts, { firstname: first, lastname: last, email: `${first}.${last}@${companyDomain(number)}` }, writer);
    const deal = writes.create(
      deals,
      {
        dealname: dealName(number),
        dealstage: stages[number % 5]?.id ?? '',
        amount: 20_000 + number * 7500,
        hubspot_owner_id: '70001',
        closedate: new Date(portal.now() + (30 + number * 9) * 86_400_000).toISOString(),
      },
      writer,
    );
    portal.associations.add(contacts, contact.id, companies, company.id, [plainType(contacts, companies) ?? 0]);
    portal.associations.add(deals, deal.id, companies, company.id, [plainType(deals, companies) ?? 0]);
  }
}

/** One import: all records of it have the same time of change. */
export function bulkCreate({ portal, events }: Parts, type: string, count: number, silent: boolean): { readonly first: string; readonly last: string } {
  const kind = portal.kind(type);
  const source: Source = { type: 'IMPORT', id: 'importId:1' };
  const stamp = portal.now();
  const stages = portal.pipelines[0]?.stages ?? [];
  let first = '';
  let last = '';
  events.together(() => {
    for (let number = 0; number < count; number += 1) {
      const { first: firstname, last: lastname } = personName(number);
      const stage = stages[number % Math.max(1, stages.length)];
      const values: Record<string, string> =
        kind.name === 'deals'
          ? {
              dealname: dealName(number),
              dealstage: stage?.id ?? '',
              pipeline: 'default',
              amount: String(1000 + (number % 900) * 250),
              closedate: new Date(stamp + (number % 365) * 86_400_000).toISOString(),
              hs_is_closed: String(stage?.closed ?? false),
              hs_is_closed_won: String(stage?.probability === 1),
              hs_is_closed_lost: String(stage?.probability === 0),
              hs_deal_stage_probability: String(stage?.probability ?? 0),
            }
          : kind.name === 'companies'
            ? { name: companyName(number), domain: companyDomain(number) }
            : { firstname, lastname, email: `import.${portal.world.ids.next('hubspot-import')}@example.com` };
      const row: Row = { id: portal.newId(), stamp, created: stamp, archived: null, mergedInto: null, source, values, history: {} };
      portal.put(kind, row);
      if (!silent) events.created(kind, row, source);
      first ||= row.id;
      last = row.id;
    }
  });
  return { first, last };
}
