import { startSimulators, type RunningSimulators } from '@entente/simulators';
import { createOutbound } from '../../platform/outbound/index.ts';
import type { Access } from '../../platform/outside/index.ts';
import type { Values } from './values.ts';

/** The outside world of one test file; its clock is held by the test. */
export type Simulated = { readonly simulators: RunningSimulators; access(account?: string): Access; stop(): Promise<void> };

export const ACCOUNT = '111122223333';

export async function simulatedAws(): Promise<Simulated> {
  const simulators = await startSimulators({ port: 0, simulators: ['aws'] });
  simulators.world.faults.set('aws', { ...simulators.world.faults.of('aws'), quotas: false });
  const outbound = createOutbound({ allowPrivate: true });
  return {
    simulators,
    access: (account = ACCOUNT) => ({
      tenantId: '00000000-0000-7000-8000-000000000001',
      connectionId: '00000000-0000-7000-8000-000000000002',
      system: 'aws',
      environment: 'simulator',
      baseUrl: `${simulators.url}/aws`,
      account,
      settings: { catalog: 'AWS' },
      credentials: { accessKeyId: `AKIA${account}`, secretAccessKey: 'secret' },
      tokens: new Map(),
      request: (request) => outbound.request(request),
      keepCredentials: () => Promise.resolve(),
      now: () => simulators.world.clock.now(),
    }),
    stop: () => simulators.stop(),
  };
}

/** Everything AWS asks for when it is submitted. */
export const complete = (closeOn: string): Values => ({
  'Customer.Account.CompanyName': 'Nordwind Logistik',
  'Customer.Account.WebsiteUrl': 'www.nordwind.example',
  'Customer.Account.Industry': 'Transportation and Logistics',
  'Customer.Account.Address.CountryCode': 'DE',
  'Customer.Account.Address.PostalCode': '20095',
  'contact.name': 'Ada Marie Lund',
  'contact.email': 'ada@nordwind.example',
  'contact.phone': '+49401234567',
  'Project.Title': 'Warehouse: move & run',
  'Project.CustomerBusinessProblem': 'The warehouse system runs on hardware that ends next year.',
  'Project.CustomerUseCase': 'Security & Compliance',
  'Project.DeliveryModels': ['SaaS or PaaS'],
  'Project.SalesActivities': ['Initialized discussions with customer'],
  'Project.OtherSolutionDescription': 'A control tower for warehouses',
  'Project.ExpectedContractDuration': 24,
  'spend.currency': 'EUR',
  'spend.monthly': 1_250_050,
  'spend.tcv': 40_000_000,
  OpportunityType: 'Net New Business',
  PrimaryNeedsFromAws: ['Co-Sell - Deal Support'],
  'LifeCycle.Stage': 'Prospect',
  'LifeCycle.NextSteps': 'Meet the board',
  'LifeCycle.TargetCloseDate': closeOn,
  'Marketing.AwsFundingUsed': false,
});
