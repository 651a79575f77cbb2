import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { buildPerson, buildWorkspace, startedServer, type StartedServer } from '@entente/testkit';
import { clientOf, quietLogger, type Client } from './api.fixture.ts';

const now = new Date('2026-11-23T08:00:00Z');
const server: StartedServer = await startedServer({ logger: quietLogger, now: () => now });
let owner: Client;
let manager: Client;
let partner: Client;

before(async () => {
  const workspace = await buildWorkspace(server, 'Merlin');
  owner = clientOf(server, workspace.owner.headers);
  manager = clientOf(server, (await buildPerson(server, workspace, { name: 'Mara Manager', role: 'partner_manager' })).headers);
  const { id: partnerId } = await owner('partners.create', {
    body: { name: 'Northwind', status: 'active', types: ['reseller'], regions: ['EMEA'], countries: [], industries: [], tier: 'gold' },
  });
  partner = clientOf(server, (await buildPerson(server, workspace, { name: 'Nora North', role: 'partner_seller', partnerId })).headers);
});

const form = (domain: string, valueBand: string) => ({
  customerDomain: domain,
  contactEmail: `buyer@${domain}`,
  valueBand,
  closeOn: '2027-02-01',
  kind: 'sourcing' as const,
  productIds: [],
});

test('what is protected is one list, approved and extended together, soonest to end first, page by page', async () => {
  const first = await partner('portalRegistrations.create', { body: form('alder-works.com', 'to-20k') });
  const second = await partner('portalRegistrations.create', { body: form('birch-foods.com', 'to-20k') });
  const extended = await owner('registrations.extend', { params: { id: first.id }, body: { days: 30 }, ifVersion: first.version });
  assert.equal(extended.state, 'extended');
  const page = await owner('registrations.list', { query: { protected: 'true', limit: 1 } });
  assert.deepEqual(
    page.items.map((one) => one.id),
    [second.id],
  );
  const rest = await owner('registrations.list', { query: { protected: 'true', limit: 1, cursor: page.nextCursor ?? '' } });
  assert.deepEqual(
    rest.items.map((one) => one.id),
    [first.id],
  );
});

test('the summary says how many of those that wait are held by the one who asks', async () => {
  const made = await partner('portalRegistrations.create', { body: form('cedar-bank.com', 'to-250k') });
  const before = await manager('registrations.summary', {});
  const kept = await owner('registrations.get', { params: { id: made.id } });
  const people = await owner('people.list', { query: {} });
  const mara = people.items.find((one) => one.name === 'Mara Manager');
  await owner('registrations.assign', { params: { id: made.id }, body: { memberId: mara?.id ?? '' }, ifVersion: kept.version });
  const after = await manager('registrations.summary', {});
  assert.equal(after.waiting, before.waiting);
  assert.equal(after.mine, 1);
  assert.equal((await owner('registrations.summary', {})).mine, 0);
});

test('a new deal is made where somebody asks for one, though the customer has an open one', async () => {
  const account = await owner('accounts.create', { body: { name: 'Dogwood Energy', domains: ['dogwood-energy.com'], country: 'Germany', region: 'EMEA' } });
  const open = await owner('deals.create', { body: { name: 'Dogwood renewal', accountId: account.id, currency: 'EUR', lines: [] } });
  const made = await partner('portalRegistrations.create', { body: form('dogwood-energy.com', 'to-250k') });
  const kept = await owner('registrations.get', { params: { id: made.id } });
  const approved = await manager('registrations.approve', { params: { id: made.id }, body: { newDeal: true }, ifVersion: kept.version });
  assert.equal(approved.state, 'approved');
  assert.notEqual(approved.dealId, open.id);
});
