import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startSimulators } from '../start-simulators.ts';
import type { RunningSimulators } from '../start-simulators.ts';
import { isRecord } from './kit/json.ts';
import type { Json } from './kit/json.ts';
import { firstOrganisations } from './model.ts';

/** A small client of the tests' own: plain fetch, as any publisher would write it. */
export type Answer = { readonly status: number; readonly headers: Headers; readonly body: Json; readonly list: readonly Json[] };
export type Received = { readonly headers: Readonly<Record<string, string>>; readonly body: string };
export type MicrosoftWorld = RunningSimulators & {
  /** Moves only when told. */
  readonly time: { now: number };
  readonly partner: Call;
  readonly reseller: Call;
  readonly saas: Call;
  readonly graph: Call;
  readonly resellerGraph: Call;
  readonly received: Received[];
  act(name: string, fields?: Readonly<Record<string, string>>): Json;
  close(): Promise<void>;
};
export type Call = (method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>) => Promise<Answer>;

export const startedAt = Date.parse('2026-03-02T10:20:00.000Z');

export async function tokenFor(
  url: string,
  which: 0 | 1,
  scope: string,
  grant: Readonly<Record<string, string>> = { grant_type: 'client_credentials' },
): Promise<Answer> {
  const organisation = firstOrganisations[which];
  if (organisation === undefined) throw new Error('There is no such organisation.');
  const form = new URLSearchParams({ client_id: organisation.clientId, client_secret: organisation.secret, scope, ...grant });
  return answered(await fetch(`${url}/microsoft/${organisation.tenant}/oauth2/v2.0/token`, { method: 'POST', body: form }));
}

export async function answered(response: Response): Promise<Answer> {
  const text = await response.text();
  const value: unknown = text === '' ? {} : JSON.parse(text);
  return { status: response.status, headers: response.headers, body: isRecord(value) ? value : {}, list: Array.isArray(value) ? value.filter(isRecord) : [] };
}

export async function microsoftWorld(file?: string): Promise<MicrosoftWorld> {
  const time = { now: startedAt };
  const running = await startSimulators({ port: 0, real: () => time.now, simulators: ['microsoft'], ...(file === undefined ? {} : { file }) });
  const call = async (which: 0 | 1, scope: string, refresh?: string): Promise<Call> => {
    const token = await tokenFor(running.url, which, scope, refresh === undefined ? undefined : { grant_type: 'refresh_token', refresh_token: refresh });
    const bearer = `Bearer ${String(token.body.access_token)}`;
    return async (method, path, body, headers = {}) =>
      answered(
        await fetch(path.startsWith('http') ? path : `${running.url}/microsoft${path}`, {
          method,
          headers: { authorization: bearer, 'content-type': 'application/json', ...headers },
          ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
        }),
      );
  };
  const received: Received[] = [];
  const listener = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
      received.push({ headers, body: Buffer.concat(chunks).toString() });
      response.end();
    });
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  running.control.subscribe({ simulator: 'microsoft', url: `http://127.0.0.1:${(listener.address() as AddressInfo).port}/`, secret: 'unused' });
  return {
    ...running,
    time,
    received,
    partner: await call(0, 'https://api.partner.microsoft.com/user_impersonation', 'vendor-refresh-token'),
    reseller: await call(1, 'https://api.partner.microsoft.com/user_impersonation', 'reseller-refresh-token'),
    saas: await call(0, '20e940b3-4c77-4b0b-9a53-9e16a1b308a7/.default'),
    graph: await call(0, 'https://graph.microsoft.com/.default'),
    resellerGraph: await call(1, 'https://graph.microsoft.com/.default'),
    act(name, fields) {
      const result = running.control.act('microsoft', name, fields);
      return isRecord(result) ? result : {};
    },
    async close() {
      await running.stop();
      await new Promise<void>((resolve) => listener.close(() => resolve()));
    },
  };
}

export function referralBody(change: Json = {}): Json {
  return {
    name: 'Contoso harbour data',
    qualification: 'SalesQualified',
    type: 'Independent',
    externalReferenceId: 'deal-1',
    customerProfile: {
      name: 'Contoso',
      address: { addressLine1: '1 Quay', city: 'Bristol', state: '', postalCode: 'BS1', country: 'GB' },
      size: '51to250employees',
      team: [{ firstName: 'Sue', lastName: 'Smith', email: 'sue@contoso.example', phoneNumber: '1' }],
      ids: [{ profileType: 'External', id: 'c-1' }],
    },
    consent: { consentToToShareInfoWithOthers: true, consentToContact: true, consentToShareReferralWithMicrosoftSellers: false },
    details: {
      notes: 'They want their ships on one map.',
      dealValue: 50_000,
      currency: 'USD',
      closingDateTime: '2026-06-30T00:00:00Z',
      requirements: { industries: [{ id: 'Manufacturing' }], products: [{ id: 'Azure' }], services: [], solutions: [{ id: 'SOL-1', type: 'Name' }] },
    },
    team: [],
    ...change,
  };
}
export const coSellBody = (change: Json = {}): Json =>
  referralBody({
    type: 'Shared',
    consent: { consentToToShareInfoWithOthers: true, consentToContact: true, consentToShareReferralWithMicrosoftSellers: true },
    target: [{ id: 'msft', type: 'None' }],
    inviteContext: { notes: 'Please help.', assistanceRequestCode: 'Unknown' },
    ...change,
  });
