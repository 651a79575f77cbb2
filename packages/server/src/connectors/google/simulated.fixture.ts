import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startSimulators, type RunningSimulators } from '@entente/simulators';
import { createOutbound, type OutboundRequest } from '../../platform/outbound/index.ts';
import type { Access } from '../../platform/outside/index.ts';
import type { Values } from './values.ts';

export type Pushed = { readonly method: string; readonly url: string; readonly headers: Readonly<Record<string, string>>; readonly body: Buffer };
/** The outside world of one test file; its clock is held by the test. */
export type SimulatedGoogle = {
  readonly simulators: RunningSimulators;
  /** Every request that went out, in order. */
  readonly asked: OutboundRequest[];
  /** Messages that were pushed to us. */
  readonly pushed: Pushed[];
  access(change?: Partial<Access>): Access;
  act(name: string, fields?: Readonly<Record<string, string>>): Record<string, unknown>;
  /** How many requests of the work went out, tokens and keys left aside. */
  requestsOf(work: () => Promise<unknown>): Promise<number>;
  stop(): Promise<void>;
};

export const PROVIDER = 'simulated-vendor';
export const HOOK_PATH = '/api/v1/hooks/tenant/connection';

export async function simulatedGoogle(): Promise<SimulatedGoogle> {
  const simulators = await startSimulators({ port: 0, simulators: ['google'] });
  simulators.control.setFaults('google', { quotas: false });
  const act = (name: string, fields: Readonly<Record<string, string>> = {}): Record<string, unknown> =>
    simulators.control.act('google', name, fields) as Record<string, unknown>;
  const serviceAccountJson = JSON.stringify(act('create-key'));
  const outbound = createOutbound({ allowPrivate: true });
  const asked: OutboundRequest[] = [];
  const pushed: Pushed[] = [];
  const listener = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value ?? '')]));
      pushed.push({ method: request.method ?? '', url: request.url ?? '', headers, body: Buffer.concat(parts) });
      response.writeHead(202).end();
    });
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  simulators.control.subscribe({ simulator: 'google', url: `http://127.0.0.1:${(listener.address() as AddressInfo).port}${HOOK_PATH}`, secret: 'unused' });
  const works = (): number => asked.filter(({ url }) => !/\/token$|\/certs$/.test(url)).length;
  return {
    simulators,
    asked,
    pushed,
    act,
    access: (change = {}) => ({
      tenantId: '00000000-0000-7000-8000-000000000001',
      connectionId: '00000000-0000-7000-8000-000000000002',
      system: 'google',
      environment: 'simulator',
      baseUrl: `${simulators.url}/google`,
      account: PROVIDER,
      settings: { partnerId: 'C00000001', offerContactEmail: 'offers@vendor.example', usualContractVehicle: 'MARKETPLACE', usualRegion: 'EMEA' },
      credentials: { serviceAccountJson },
      tokens: new Map(),
      request: (request) => {
        asked.push(request);
        return outbound.request(request);
      },
      keepCredentials: () => Promise.resolve(),
      now: () => simulators.world.clock.now(),
      ...change,
    }),
    async requestsOf(work) {
      const before = works();
      await work();
      return works() - before;
    },
    async stop() {
      await new Promise<void>((resolve) => {
        listener.close(() => resolve());
        listener.closeAllConnections();
      });
      await simulators.stop();
    },
  };
}

/** Everything Google asks for when it is submitted; region and contract vehicle are left to the connection. */
export const complete = (closeOn: string): Values => ({
  'opportunityInfo.displayName': 'Warehouse: move & run',
  'opportunityInfo.description': 'The warehouse system runs on hardware that ends next year.',
  'opportunityInfo.productFamily': 'GOOGLE_CLOUD_PLATFORM',
  'customerInfo.customerDetails.organizationName': 'Nordwind Logistik',
  'customerInfo.customerDetails.domain': 'nordwind.example',
  'customerInfo.customerDetails.industry': 'TRANSPORTATION_AND_LOGISTICS',
  'customerInfo.customerDetails.employeeCount': 1200,
  'customerInfo.customerDetails.address.regionCode': 'DE',
  'customerInfo.customerDetails.address.locality': 'Hamburg',
  'customerInfo.customerDetails.address.postalCode': '20095',
  'customerInfo.customerDetails.address.addressLines': 'Kai 4\nTor B',
  'contact.name': 'Ada Marie Lund',
  'customerInfo.contact.email': 'ada@nordwind.example',
  'customerInfo.contact.phone.e164Number': '+49401234567',
  'qualificationInfo.dealSize.currencyCode': 'EUR',
  'qualificationInfo.dealSize': 40_000_050,
  'qualificationInfo.contractLengthMonths': 24,
  'qualificationInfo.estimatedCloseDate': closeOn,
  'qualificationInfo.legalLanguageAccepted': true,
  'isvSolutionConnectInfo.supportLevel': 'ALIGN_SALES_ACCOUNT',
  'isvSolutionConnectInfo.deliveryModel': ['SAAS_ON_GOOGLE_CLOUD'],
  'isvSolutionConnectInfo.nextStep': 'Meet the board',
});
