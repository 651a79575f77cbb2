import {
  AssociateOpportunityCommand,
  CreateOpportunityCommand,
  GetOpportunityCommand,
  PartnerCentralSellingClient,
  StartEngagementFromOpportunityTaskCommand,
} from '@aws-sdk/client-partnercentral-selling';
import type { CreateOpportunityCommandInput, GetOpportunityCommandOutput, UpdateOpportunityCommandInput } from '@aws-sdk/client-partnercentral-selling';
import { startSimulators } from '../../start-simulators.ts';
import type { RunningSimulators, StartOptions } from '../../start-simulators.ts';

export const accountA = '111122223333';
export const accountB = '444455556666';
export const solutionA = `S-${accountA}01`;
const day = 24 * 3_600_000;

export const startAws = async (options: Partial<StartOptions> = {}): Promise<RunningSimulators> => {
  const running = await startSimulators({ port: 0, simulators: ['aws'], ...options });
  running.control.setFaults('aws', { quotas: false });
  return running;
};

/** The vendor's own client, which the simulator has to satisfy. */
export const clientOf = (running: RunningSimulators, account: string): PartnerCentralSellingClient =>
  new PartnerCentralSellingClient({
    region: 'us-east-1',
    endpoint: `${running.url}/aws`,
    maxAttempts: 1,
    credentials: { accessKeyId: `AKIA${account}`, secretAccessKey: 'any' },
  });

export const inDays = (running: RunningSimulators, days: number): string =>
  new Date(running.world.clock.now().getTime() + days * day).toISOString().slice(0, 10);

export const completeInput = (running: RunningSimulators, reference = 'deal-1'): CreateOpportunityCommandInput => ({
  Catalog: 'AWS',
  Origin: 'Partner Referral',
  PartnerOpportunityIdentifier: reference,
  OpportunityType: 'Net New Business',
  PrimaryNeedsFromAws: ['Co-Sell - Deal Support'],
  NationalSecurity: 'No',
  Customer: {
    Account: {
      CompanyName: 'Ravn & Co: Shipping',
      Industry: 'Transportation and Logistics',
      WebsiteUrl: 'https://ravn.example',
      AwsAccountId: '999988887777',
      Address: { CountryCode: 'DE', PostalCode: '20095', City: 'Hamburg' },
    },
    Contacts: [{ Email: 'kim@ravn.example', FirstName: 'Kim' }],
  },
  Project: {
    Title: 'Data platform',
    CustomerBusinessProblem: 'Reports on the fleet take a week, and nobody trusts them.',
    CustomerUseCase: 'Big Data: Data Warehouse/Data Integration/ETL/Data Lake/BI',
    DeliveryModels: ['SaaS or PaaS'],
    SalesActivities: ['Initialized discussions with customer'],
    ExpectedCustomerSpend: [{ Amount: '1200.50', CurrencyCode: 'EUR', Frequency: 'Monthly', TargetCompany: 'Someone else' }],
    OtherSolutionDescription: 'Fleet reports',
  },
  LifeCycle: { Stage: 'Qualified', TargetCloseDate: inDays(running, 60), NextSteps: 'Workshop' },
});

/** As documented: from a fresh read, without what Update does not take, and with the escapes undone. */
export function putOf(read: GetOpportunityCommandOutput): UpdateOpportunityCommandInput {
  const { Id, Arn: _arn, CreatedDate: _created, RelatedEntityIdentifiers: _related, OpportunityTeam: _team, $metadata: _metadata, ...rest } = unescaped(read);
  return { ...rest, Identifier: Id };
}

export function unescaped<T>(value: T): T {
  if (typeof value === 'string') return value.replaceAll('&amp;colon;', ':').replaceAll('&amp;', '&') as T;
  if (value instanceof Date || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => unescaped(item)) as T;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, unescaped(member)])) as T;
}

export const read = (client: PartnerCentralSellingClient, id: string): Promise<GetOpportunityCommandOutput> =>
  client.send(new GetOpportunityCommand({ Catalog: 'AWS', Identifier: id }));

export async function created(running: RunningSimulators, client: PartnerCentralSellingClient, reference?: string): Promise<string> {
  const { Id } = await client.send(new CreateOpportunityCommand(completeInput(running, reference)));
  return Id ?? '';
}

/** Created, with a solution, and in the hands of the reviewers. */
export async function submitted(running: RunningSimulators, client: PartnerCentralSellingClient): Promise<string> {
  const id = await created(running, client);
  await client.send(
    new AssociateOpportunityCommand({ Catalog: 'AWS', OpportunityIdentifier: id, RelatedEntityType: 'Solutions', RelatedEntityIdentifier: solutionA }),
  );
  await client.send(
    new StartEngagementFromOpportunityTaskCommand({ Catalog: 'AWS', Identifier: id, AwsSubmission: { InvolvementType: 'Co-Sell', Visibility: 'Full' } }),
  );
  running.control.advance(3000);
  return id;
}

export async function approved(running: RunningSimulators, client: PartnerCentralSellingClient): Promise<string> {
  const id = await submitted(running, client);
  running.control.act('aws', 'approve-opportunity', { opportunity: id });
  return id;
}
