import { startSimulators, type RunningSimulators } from '@entente/simulators';
import { createOutbound } from '../../platform/outbound/index.ts';
import type { Access } from '../../platform/outside/index.ts';
import type { Values } from './values.ts';

/** The outside world of one test file; its clock stands still until a test moves it. */
export type Simulated = {
  readonly simulators: RunningSimulators;
  readonly kept: Record<string, string>[];
  access(change?: Partial<Access>): Access;
  reseller(): Access;
  stop(): Promise<void>;
};

export const TENANT = '11111111-1111-4111-8111-111111111111';
export const RESELLER = '22222222-2222-4222-8222-222222222222';
export const RESELLER_NUMBER = '6000002';

export async function simulatedMicrosoft(startedAt = Date.parse('2026-03-02T10:20:00.000Z')): Promise<Simulated> {
  const simulators = await startSimulators({ port: 0, real: () => startedAt, simulators: ['microsoft'] });
  simulators.world.faults.set('microsoft', { quotas: false });
  const outbound = createOutbound({ allowPrivate: true });
  const kept: Record<string, string>[] = [];
  const access = (change: Partial<Access> = {}): Access => ({
    tenantId: '00000000-0000-7000-8000-000000000001',
    connectionId: '00000000-0000-7000-8000-000000000002',
    system: 'microsoft',
    environment: 'simulator',
    baseUrl: `${simulators.url}/microsoft`,
    account: TENANT,
    settings: { tenant: TENANT, publisherId: 'simulatedvendor', solutionId: 'SOL-00001-SIM', notificationContact: 'offers@vendor.example' },
    credentials: { clientId: '11111111-aaaa-4aaa-8aaa-111111111111', clientSecret: 'vendor-secret', refreshToken: 'vendor-refresh-token' },
    tokens: new Map(),
    request: (request) => outbound.request(request),
    keepCredentials: (changed) => {
      kept.push({ ...changed });
      return Promise.resolve();
    },
    now: () => simulators.world.clock.now(),
    ...change,
  });
  return {
    simulators,
    kept,
    access,
    reseller: () =>
      access({
        account: RESELLER,
        settings: { tenant: RESELLER, notificationContact: 'offers@reseller.example' },
        credentials: { clientId: '22222222-aaaa-4aaa-8aaa-222222222222', clientSecret: 'reseller-secret', refreshToken: 'reseller-refresh-token' },
      }),
    stop: () => simulators.stop(),
  };
}

/** Everything Microsoft asks for of a co-sell referral. */
export const complete: Values = {
  name: 'Warehouse: move & run',
  'customerProfile.name': 'Nordwind Logistik',
  'customerProfile.address.addressLine1': 'Am Kai 4',
  'customerProfile.address.city': 'Hamburg',
  'customerProfile.address.postalCode': '20095',
  'customerProfile.address.country': 'DE',
  'customerProfile.size': 251,
  'customerProfile.duns': '123456789',
  'contact.name': 'Ada Marie Lund',
  'contact.email': 'ada@nordwind.example',
  'contact.phone': '+49401234567',
  'details.notes': 'The warehouse system runs on hardware that ends next year.',
  'details.currency': 'EUR',
  'details.dealValue': 40_000_050,
  'details.closingDateTime': '2026-06-30',
  SolutionArea: 'Security',
  SolutionPlay: 'Data Security',
  'consent.consentToToShareInfoWithOthers': true,
  'consent.consentToContact': true,
  'inviteContext.notes': 'Please help with the board.',
  outcome: 'Open',
};
