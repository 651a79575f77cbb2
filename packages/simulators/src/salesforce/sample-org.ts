import { dealName, companyName, personName } from '../crm/sample-names.ts';
import { newTransaction } from './api.ts';
import type { Parts } from './api.ts';
import { wholeSeconds } from './org.ts';
import type { Org } from './org.ts';
import { initialStages } from './schema.ts';
import { setStages } from './stages.ts';
import type { Values } from './values.ts';
import type { Writer } from './writes.ts';

/** What a stranger may sign in with. They are no secrets: the simulator is for test data only. */
export const sampleApp = { clientId: 'entente-sample', clientSecret: 'entente-sample-secret' } as const;
export const integrationUsername = 'integration@acme.example';

export function person(org: Org): Writer {
  const user = userNamed(org, 'seller@acme.example');
  return { user, origin: '', transaction: newTransaction(org), sequence: { next: 0 }, unrestricted: true };
}

export function userNamed(org: Org, username: string): string {
  return [...org.where('User', 'Username', username)][0]?.id ?? '';
}

/** A small org: people, accounts with contacts and opportunities, a price book. */
export function fillSample({ org, writes, oauth }: Parts): void {
  for (const [first, last, username] of [
    ['Integration', 'User', integrationUsername],
    ['Sam', 'Seller', 'seller@acme.example'],
    ['Alex', 'Admin', 'admin@acme.example'],
  ] as const)
    addUser(org, first, last, username);
  const integration = userNamed(org, integrationUsername);
  oauth.apps.set(sampleApp.clientId, { ...sampleApp, publicKey: null, runAs: integration });
  setStages(org, initialStages, integration);
  const writer: Writer = { ...person(org), event: 'none' };
  const insert = (object: string, body: Readonly<Record<string, string | number | boolean>>): string => {
    const definition = org.definitions.get(object);
    return definition ? writes.insert(definition, body, writer).id : '';
  };
  const product = insert('Product2', { Name: 'Platform, yearly', ProductCode: 'PLAT-Y', IsActive: true, Family: 'Software' });
  insert('PricebookEntry', { Product2Id: product, UnitPrice: 12_000, IsActive: true });
  for (let number = 0; number < 12; number += 1) {
    const account = insert('Account', {
      Name: companyName(number),
      Website: `https://www.${companyName(number).toLowerCase().replaceAll(' ', '-')}.example`,
      BillingCountry: 'United States',
      NumberOfEmployees: 120 + number * 35,
    });
    const { first, last } = personName(number);
    insert('Contact', {
      AccountId: account,
      FirstName: first,
      LastName: last,
      Email: `${first}.${last}@${companyName(number).toLowerCase().replaceAll(' ', '-')}.example`.toLowerCase(),
    });
    insert('Opportunity', {
      AccountId: account,
      Name: dealName(number),
      StageName: initialStages[number % 8]?.apiName ?? '',
      Amount: 20_000 + number * 7500,
      CloseDate: new Date(org.now() + (30 + number * 9) * 86_400_000).toISOString().slice(0, 10),
    });
  }
}

function addUser(org: Org, first: string, last: string, username: string): void {
  const stamp = wholeSeconds(org.now());
  const id = org.newId('User');
  const values: Values = {
    Username: username,
    FirstName: first,
    LastName: last,
    Name: `${first} ${last}`,
    Email: username,
    IsActive: true,
    UserType: 'Standard',
    CreatedById: id,
    LastModifiedById: id,
  };
  org.put('User', { id, stamp, created: stamp, deleted: false, master: null, values });
}
