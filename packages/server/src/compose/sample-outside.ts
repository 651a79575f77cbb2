import { createConnection } from '../modules/sync/index.ts';
import type { Context } from '../platform/context.ts';
import type { Handlers } from '../platform/http/handlers.ts';
import type { OutsideSystemName } from '../platform/outside/index.ts';
import { systemContext } from '../platform/system-actor.ts';
import type { Modules } from './modules.ts';

/** Our accounts in the simulated outside world. None of these is a secret: the simulators ask for none. */
const AWS_ACCOUNT = '111122223333';
const RESELLER_ACCOUNT = '444455556666';
/** How many of our products stand on the marketplace. */
const LISTED = 2;
const SUITE = 'Harbour suite';
type Joined = {
  readonly system: OutsideSystemName;
  readonly name: string;
  readonly account: string;
  readonly settings: Record<string, unknown>;
  readonly credentials: Record<string, string>;
};

/** Ties the sample workspace to the simulators beside it: a CRM with opportunities, co-selling, and a marketplace with two listings. */
export async function joinSampleOutside(options: {
  readonly modules: Modules;
  readonly tenantId: string;
  readonly simulatorsUrl: string;
  readonly now: Date;
}): Promise<void> {
  const { modules, tenantId, simulatorsUrl } = options;
  const context = systemContext(tenantId, 'Sample ecosystem', options.now);
  const act = (simulator: string, name: string, fields: Record<string, string>): Promise<unknown> => simulatorAct(simulatorsUrl, simulator, name, fields);
  await act('aws', 'name-account', { accountId: AWS_ACCOUNT, companyName: 'Kestrel Cloud' });
  await act('aws', 'name-account', { accountId: RESELLER_ACCOUNT, companyName: 'Northstar Reselling' });
  const joined = new Map<string, string>();
  await addCrmFields(act);
  for (const each of await sampleConnections(act, simulatorsUrl)) joined.set(each.system, await join(modules, context, simulatorsUrl, each));
  const crm = joined.get('salesforce');
  if (crm !== undefined) await readEverything(modules, context, crm);
  const aws = joined.get('aws');
  if (aws !== undefined) await listProducts(modules, context, aws, act);
  await act('aws', 'send-referral', {
    account: AWS_ACCOUNT,
    company: 'Tidewater Logistics',
    title: 'Move the data platform',
    problem: 'Reports over all terminals take a night; they have to be there in the morning shift.',
    website: 'https://tidewater-logistics.example',
    country: 'US',
    industry: 'Transportation and Logistics',
    spend: '12000',
  });
}

type Act = (simulator: string, name: string, fields: Record<string, string>) => Promise<unknown>;

async function sampleConnections(act: Act, simulatorsUrl: string): Promise<Joined[]> {
  // Its keys name the address they were asked for at.
  await fetch(`${simulatorsUrl}/google/oauth2/v3/certs`);
  const key = (await act('google', 'create-key', { email: 'connector@simulated-vendor.iam.gserviceaccount.example' })) as { result?: unknown };
  return [
    {
      system: 'salesforce',
      name: 'Salesforce (simulator)',
      account: 'Sample org',
      settings: { currency: 'USD' },
      credentials: { clientId: 'entente-sample', clientSecret: 'entente-sample-secret' },
    },
    {
      system: 'aws',
      name: 'AWS (simulator)',
      account: AWS_ACCOUNT,
      settings: { catalog: 'AWS', snapshotRole: 'PartnerCentralSnapshots', tags: 'source=entente' },
      credentials: { accessKeyId: `AKIA${AWS_ACCOUNT}`, secretAccessKey: 'simulated' },
    },
    {
      system: 'microsoft',
      name: 'Microsoft (simulator)',
      account: '6000001',
      settings: { tenant: '11111111-1111-4111-8111-111111111111' },
      credentials: { clientId: '11111111-aaaa-4aaa-8aaa-111111111111', clientSecret: 'vendor-secret', refreshToken: 'vendor-refresh-token' },
    },
    {
      system: 'google',
      name: 'Google Cloud (simulator)',
      account: 'simulated-vendor',
      settings: { partnerId: 'C00000001', offerContactEmail: 'offers@kestrel.example', usualProductFamily: 'GOOGLE_CLOUD_PLATFORM' },
      credentials: { serviceAccountJson: JSON.stringify(key.result) },
    },
  ];
}

/** What an admin adds to the CRM for us: our id, and what became of the deal here. */
async function addCrmFields(act: Act): Promise<void> {
  for (const object of ['Opportunity', 'Account', 'Contact', 'Product2'])
    await act('salesforce', 'add-field', {
      object,
      field: 'Entente_Id__c',
      type: 'string',
      label: 'Entente id',
      externalId: 'yes',
      unique: 'yes',
      caseSensitive: 'yes',
    });
  for (const [name, label] of [
    ['Entente_Partners__c', 'Partners'],
    ['Entente_Registration__c', 'Registration'],
    ['Entente_Cosell__c', 'Co-sell review'],
    ['Entente_Offer__c', 'Marketplace offer'],
    ['Entente_Agreement__c', 'Marketplace agreement'],
  ] as const)
    await act('salesforce', 'add-field', { object: 'Opportunity', field: name, type: 'string', label });
  await act('salesforce', 'add-field', { object: 'Opportunity', field: 'Entente_Entitled_On__c', type: 'date', label: 'Entitled on' });
}

/** As a person would after connecting: everything that is there comes in once, behind live work. */
async function readEverything(modules: Modules, context: Context, connectionId: string): Promise<void> {
  const handlers = modules.handlers as Handlers;
  const none = { ifVersion: null };
  const connection = await handlers['connections.get'](context, { params: { id: connectionId }, query: undefined, body: undefined }, none);
  for (const object of connection.objects)
    await handlers['connections.walk'](context, { params: { id: connectionId, childId: object.id }, query: undefined, body: undefined }, none);
}

const join = (modules: Modules, context: Context, simulatorsUrl: string, { system, ...rest }: Joined): Promise<string> =>
  createConnection(context, modules.outside.sync.connections, { system, environment: 'simulator', baseUrl: `${simulatorsUrl}/${system}`, ...rest });

/** Two products of ours on the marketplace, with what they count for, so that an offer can be made at once. */
async function listProducts(modules: Modules, context: Context, connectionId: string, act: Act): Promise<void> {
  const handlers = modules.handlers as Handlers;
  const none = { ifVersion: null };
  const marketplace = await handlers['marketplaces.create'](
    context,
    {
      params: undefined,
      query: undefined,
      body: {
        kind: 'aws',
        name: 'AWS Marketplace',
        connectionId,
        feeTable: [
          {
            from: '2024-01-01',
            bands: [
              { fromMinor: 0, basisPoints: 300 },
              { fromMinor: 100_000_000, basisPoints: 200 },
              { fromMinor: 1_000_000_000, basisPoints: 150 },
            ],
          },
        ],
      },
    },
    none,
  );
  const { items } = await handlers['products.list'](context, { params: undefined, query: undefined, body: undefined }, none);
  const suite = items.filter(({ family }) => family === SUITE);
  // Of the suite one product stands for all of it.
  for (const product of [...items.filter(({ family }) => family !== SUITE).slice(0, LISTED), ...suite.slice(-1)]) {
    const name = product.family === SUITE ? SUITE : product.name;
    const listed = (await act('aws', 'list-product', {
      sellerAccount: AWS_ACCOUNT,
      title: name,
      dimensions: 'seats:Entitled:20, requests:Metered:0.01',
      visibility: 'Public',
    })) as { result?: { productId?: string; productCode?: string } };
    const productId = listed.result?.productId;
    if (productId === undefined) continue;
    await handlers['listings.create'](
      context,
      {
        params: undefined,
        query: undefined,
        body: {
          marketplaceId: marketplace.id,
          productId: product.id,
          externalProductId: productId,
          externalProductCode: listed.result?.productCode ?? null,
          name,
          status: 'public',
          currency: 'USD',
          dimensions: [
            { key: 'seats', name: 'Seats', unit: 'seats', priceMinor: 2_000 },
            { key: 'requests', name: 'Requests', unit: 'requests', priceMinor: 1 },
          ],
        },
      },
      none,
    );
  }
}

async function simulatorAct(simulatorsUrl: string, simulator: string, name: string, fields: Record<string, string>): Promise<unknown> {
  const response = await fetch(`${simulatorsUrl}/_control/acts/${simulator}/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(fields),
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error(`${simulator} ${name}: ${JSON.stringify(answer)}`);
  return answer;
}
