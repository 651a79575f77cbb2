import { after } from 'node:test';
import { newId } from '@entente/kernel';
import { startSimulators, type RunningSimulators } from '@entente/simulators';
import type { StartedServer } from '@entente/testkit';
import type { Client } from './api.fixture.ts';

export type SharedThere = {
  readonly connectionId: string;
  readonly dealId: string;
  readonly viewId: string;
  readonly invitationId: string;
  readonly invitationVersion: number;
};

const ACCOUNT = '111122223333';
let running: Promise<RunningSimulators> | undefined;
after(async () => (await running)?.stop());
/** The cloud, started when the first deal is shared with it. */
export function cloud(): Promise<RunningSimulators> {
  running ??= startSimulators({ port: 0, simulators: ['aws'] }).then((simulators) => {
    simulators.control.setFaults('aws', { quotas: false });
    return simulators;
  });
  return running;
}

/** What it takes to connect to it. */
export async function cloudConnection(name: string) {
  return {
    system: 'aws' as const,
    name,
    environment: 'simulator' as const,
    baseUrl: `${(await cloud()).url}/aws`,
    account: ACCOUNT,
    settings: { catalog: 'AWS' },
    credentials: { accessKeyId: `AKIA${ACCOUNT}`, secretAccessKey: 'secret' },
  };
}

/** What a cloud asks for of a deal before it takes it. */
export async function completeDeal(server: StartedServer, api: Client, deal: { id: string; accountId: string | null; version: number }): Promise<void> {
  await server.test.admin.query(`update account set country = 'DE' where id = $1`, [deal.accountId]);
  await api('deals.update', {
    params: { id: deal.id },
    ifVersion: deal.version,
    body: { closeOn: new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10) },
  });
  await api('deals.setFacts', {
    params: { id: deal.id },
    body: {
      set: {
        business_problem: 'The warehouse system runs on hardware that ends next year.',
        use_case: 'Database',
        delivery_models: ['saas'],
        needs: ['deal_support'],
        sales_activities: ['first_talks'],
        monthly_spend: 125_000,
        customer_website: 'www.nordwind.example',
        customer_industry: 'Retail',
        customer_postal_code: '20095',
        other_solution: 'A control tower for warehouses',
      },
    },
  });
}

/** A deal that is shared with a cloud and lacks nothing there, and an invitation from it, which comes by no API of ours. */
export async function addCosell(
  server: StartedServer,
  tenantId: string,
  api: Client,
  given: { name: string; deal: { id: string; accountId: string | null; version: number } },
): Promise<SharedThere> {
  const { control } = await cloud();
  control.act('aws', 'add-solution', { account: ACCOUNT, name: given.name, catalog: 'AWS' });
  const { id: connectionId } = await api('connections.create', { body: await cloudConnection(`${given.name} ${newId().slice(-6)}`) });
  const { id: dealId } = given.deal;
  await completeDeal(server, api, given.deal);
  const { id: viewId } = await api('clouds.share', { params: { id: dealId }, body: { connectionId } });
  await server.test.admin.query(
    `insert into engagement (tenant_id, id, connection_id, outside_id, deal_id, title, read_at) values ($1, $2, $3, $4, $5, $6, now())`,
    [tenantId, newId(), connectionId, `eng-${newId()}`, dealId, given.name],
  );
  const invitationId = newId();
  await server.test.admin.query(
    `insert into cloud_invitation (tenant_id, id, connection_id, outside_id, payload_kind, sender, title, customer, details, status, expires_at, received_at)
     values ($1, $2, $3, $4, 'OpportunityInvitation', 'Cloud', $5, $6, '[]', 'pending', now() + interval '10 days', now())`,
    [tenantId, invitationId, connectionId, `engi-${invitationId.slice(-13)}`, given.name, JSON.stringify({ name: given.name })],
  );
  return { connectionId, dealId, viewId, invitationId, invitationVersion: 1 };
}
