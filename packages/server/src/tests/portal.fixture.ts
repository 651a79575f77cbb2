import assert from 'node:assert/strict';
import { ApiProblem } from '@entente/contracts/client';
import { buildPerson, buildWorkspace, type StartedServer } from '@entente/testkit';
import { clientOf } from './api.fixture.ts';

export const refusedWith =
  (status: number, sentence = /./) =>
  (error: unknown): boolean => {
    assert.ok(error instanceof ApiProblem, String(error));
    assert.equal(error.status, status, error.message);
    assert.match(error.message, sentence);
    return true;
  };

/**
 * A vendor with two partners on one deal, people on all sides, and words all over it that belong to one of them only: what
 * somebody else reads of them is a leak.
 */
export async function buildSharedDeal(server: StartedServer, name: string) {
  const workspace = await buildWorkspace(server, name);
  const { tenantId } = workspace;
  const vendor = clientOf(server, workspace.owner.headers);
  const admin = server.test.admin;
  const staff = {
    owner: await buildPerson(server, workspace, { name: 'Olga Dealowner', role: 'seller' }),
    manager: await buildPerson(server, workspace, { name: 'Mats Manager', role: 'partner_manager' }),
    colleague: await buildPerson(server, workspace, { name: 'Carl Colleague', role: 'seller' }),
  };
  const partnerNamed = async (partnerName: string, type: 'reseller' | 'si' | 'consultant') => {
    const { id } = await vendor('partners.create', {
      body: {
        name: partnerName,
        domain: `${type}.${workspace.slug}.example`,
        status: 'active',
        types: [type],
        regions: ['EMEA'],
        countries: [],
        industries: [],
      },
    });
    await admin.query('update partner set manager_id = $3, tier = $4 where tenant_id = $1 and id = $2', [tenantId, id, staff.manager.memberId, 'gold']);
    return id;
  };
  const ours = await partnerNamed('Alder Resale', 'reseller');
  const theirs = await partnerNamed('Birchwood Services', 'si');
  const outside = await partnerNamed('Cedar Outside', 'consultant');
  const people = {
    admin: await buildPerson(server, workspace, { name: 'Ada Alder', role: 'partner_admin', partnerId: ours }),
    seller: await buildPerson(server, workspace, { name: 'Sam Alder', role: 'partner_seller', partnerId: ours }),
    marketer: await buildPerson(server, workspace, { name: 'Mia Alder', role: 'partner_marketer', partnerId: ours }),
    theirs: await buildPerson(server, workspace, { name: 'Bo Birchwood', role: 'partner_admin', partnerId: theirs }),
    outside: await buildPerson(server, workspace, { name: 'Cy Cedar', role: 'partner_admin', partnerId: outside }),
  };
  const account = await vendor('accounts.create', { body: { name: 'Ærø Shipping', domains: [`aero.${workspace.slug}.example`] } });
  const dealNamed = (dealName: string, stage: 'qualified' | 'business' = 'qualified') =>
    vendor('deals.create', {
      body: {
        name: dealName,
        accountId: account.id,
        currency: 'EUR',
        stage,
        ownerId: staff.owner.memberId,
        closeOn: '2027-03-01',
        nextStep: 'SECRET-next-step ask Birchwood',
        lines: [{ description: 'Platform', quantity: 10, unitPriceMinor: 123_456, termMonths: 12 }],
      },
    });
  const deal = await dealNamed('Platform for Ærø');
  const params = { id: deal.id };
  await vendor('deals.addParticipant', {
    params,
    body: { partnerId: ours, role: 'resell', step: 'Quote', dueAt: '2027-01-10T09:00:00Z', evidence: { kind: 'note', note: 'SECRET-evidence' } },
  });
  const room = await vendor('deals.addParticipant', {
    params,
    body: { partnerId: theirs, role: 'service', step: 'SECRET-step', evidence: { kind: 'note', note: 'SECRET-evidence' } },
  });
  await vendor('deals.addHandoff', { params, body: { title: 'Discovery notes', fromPartnerId: ours, dueAt: '2027-01-05T09:00:00Z' } });
  await vendor('deals.addHandoff', { params, body: { title: 'SECRET-handoff', fromPartnerId: theirs } });
  const handoffs = (await vendor('deals.addHandoff', { params, body: { title: 'From the other side', fromPartnerId: theirs, toPartnerId: ours } })).handoffs;
  const colleague = clientOf(server, staff.colleague.headers);
  await colleague('deals.comment', { params, body: { body: 'SECRET-internal' } });
  await colleague('deals.comment', { params, body: { body: 'SECRET-to-them', toPartnerId: theirs } });
  await colleague('deals.comment', { params, body: { body: 'To Alder only', toPartnerId: ours } });
  await vendor('deals.comment', { params, body: { body: 'To all partners', toAllPartners: true } });
  await vendor('deals.moveStage', { params, body: { to: 'technical', reason: 'SECRET-reason' }, ifVersion: (await vendor('deals.get', { params })).version });
  const laneOf = (partnerId: string): string => {
    const lane = room.participants.find((one) => one.partnerId === partnerId);
    assert.ok(lane);
    return lane.id;
  };
  return {
    workspace,
    tenantId,
    vendor,
    staff,
    ours,
    theirs,
    outside,
    people,
    deal,
    dealNamed,
    handoffs,
    lanes: { ours: laneOf(ours), theirs: laneOf(theirs) },
    as: (person: { headers: Record<string, string> }, more: Record<string, string> = {}) => clientOf(server, { ...person.headers, ...more }),
  };
}
