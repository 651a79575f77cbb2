import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { operationEntries, type Operation, type OperationId } from '@entente/contracts';
import { partnerRoles, roleAllows, scopes, staffRoles, type PartnerRole, type Scope, type StaffRole } from '@entente/contracts/permissions';
import { buildPerson, startedServer } from '@entente/testkit';
import { bearer, quietLogger, send, type Answer, type Headers, type LooseInput } from './api.fixture.ts';
import { hiddenPrices, hushOf } from './partner-records.fixture.ts';
import { buildRecords, fromTheOther, jobsAtRest, makeOneOfEach, type Records } from './records.fixture.ts';
import { idsIn, snapshotOf, tablesThatHold, tenantTables } from './snapshot.fixture.ts';
import { inputs } from './sweep-inputs.fixture.ts';

/** Reads that name nothing of a workspace, so that its marker cannot be expected in them. */
const withoutNames = new Set<OperationId>([
  // The connection of the sweep co-sells: nobody there owns a deal.
  'connections.owners',
  'deals.summary',
  'overview.get',
  'plays.templates',
  'calendar.get',
  'registrations.summary',
  'notifications.preferences',
  'webhooks.eventTypes',
  'webhooks.deliveries',
  'webhooks.delivery',
  // Kinds and times of touches: what colleagues wrote is not told to a partner.
  'portalIncentives.evidence',
  'connections.systems',
  'connections.mapping',
  'metering.batches',
  'disbursements.list',
  'disbursements.feeDifferences',
  'ledger.trialBalance',
  'ledger.periods',
  'ledger.checklist',
  'ledger.reconciliation',
  'ledger.verifications',
  'ledger.verification',
  'charges.totals',
  'portalFunds.quote',
  'earnings.figures',
  'portalMoney.summary',
  // A statement says by number what is paid for, to whom everybody knows.
  'payouts.statementCsv',
  'portalMoney.statements',
  'portalMoney.statement',
  'portalMoney.statementCsv',
  // Bytes of a document: what is written in it cannot be read in the answer.
  'quotes.pdf',
  'invoices.pdf',
  'creditNotes.pdf',
  'payouts.statementPdf',
  'payouts.documentPdf',
  'portalMoney.statementPdf',
]);

/** Found and permitted, but not possible in the state the record is in when the call comes. */
const refusedByState: Partial<Record<OperationId, number>> = {
  'connections.setOwners': 409,
  'imports.cancel': 409,
  // No adapter speaks to a marketplace that is defined here.
  'marketplaces.sweep': 409,
  'listings.refresh': 409,
  'offers.send': 409,
  'authorizations.send': 409,
  'entitlements.resolve': 409,
  // It waits to be sent for the first time; nothing came back of it.
  'metering.retry': 409,
  // Nobody has ticked what people tick.
  'ledger.close': 409,
  // The deal is not won.
  'subscriptions.takeOrder': 409,
};

/** Of many ids, those that cannot be done are listed or passed over; the answer itself is no refusal. */
const refusedInPart = new Set<OperationId>([
  'deals.bulk',
  'registrations.bulkDecide',
  'notifications.read',
  'metering.report',
  'metering.upload',
  'metering.bulk',
  'earnings.hold',
  'earnings.release',
  // A way through somebody who is not there is shown beside the others, as one that cannot be taken.
  'settlement.compare',
  'settlement.export',
]);

/** Both sides have them; who changes them for all of a side needs this as well. */
const alsoNeeds: Partial<Record<OperationId, Scope>> = {
  'notificationHooks.add': 'workspace:write',
  'notificationHooks.test': 'workspace:write',
  'notificationHooks.remove': 'workspace:write',
};

const server = await startedServer({ logger: quietLogger, outboundPrivate: true });
const tables = await tenantTables(server.test);

const ours = await buildRecords(server, 'Ours', 'quokka');
const theirs = await buildRecords(server, 'Theirs', 'wombat');
await makeOneOfEach(ours, server);
await makeOneOfEach(theirs, server);
const [mine, other, abroad] = [await ours.mine(), await ours.other(), await theirs.mine()];

const keyOf = async (records: Records, held: readonly Scope[]): Promise<Headers> =>
  bearer((await records.api('apiKeys.create', { body: { name: 'Sweep', role: 'owner', scopes: [...held] } })).secret);
const build = (id: OperationId, of: Records): Promise<LooseInput> => Promise.resolve(inputs[id](of));
const call = (headers: Headers, id: OperationId, input: LooseInput): Promise<Answer> => send(server, headers, id, input);
/** Who has every right to it. */
async function callerOf({ audience }: Operation, records: Records): Promise<Headers> {
  if (audience === 'public') return {};
  return audience === 'partner' ? (await records.mine()).people.partner_admin.headers : records.workspace.owner.headers;
}

const staff = new Map<StaffRole, Headers>();
const keysWithout = new Map<Scope, Headers>();
const hush = hushOf(ours.marker);
for (const role of staffRoles) {
  // Who may mediate is known to the sides of a case; no partner hears of anybody else of the vendor but its manager.
  const word = roleAllows(role, 'cases:mediate') ? ours.marker : hush;
  staff.set(role, (await buildPerson(server, ours.workspace, { name: `${word} ${role}`, role })).headers);
}
// A key holds what its maker may give: nothing of a partner's.
const ownerScopes = scopes.filter((each) => roleAllows('owner', each));
for (const scope of ownerScopes)
  keysWithout.set(
    scope,
    await keyOf(
      ours,
      ownerScopes.filter((each) => each !== scope),
    ),
  );
const partnerPeople = partnerRoles.map((role): [PartnerRole, Headers] => [role, mine.people[role].headers]);
const ourKey = await keyOf(ours, ownerScopes);
const theirKey = await keyOf(theirs, ownerScopes);

/** Somebody whose business it is not, and the word that would show that they were told all the same. */
type Stranger = { readonly name: string; readonly headers: Headers; readonly word: string };
const { headers: theirOwner } = theirs.workspace.owner;
const foreigners: readonly Stranger[] = [
  { name: 'a person of another workspace', headers: theirOwner, word: ours.marker },
  { name: 'a person of another workspace who names ours', headers: { ...theirOwner, 'entente-workspace': ours.workspace.slug }, word: ours.marker },
  { name: 'a key of another workspace', headers: theirKey, word: ours.marker },
  { name: 'a key of another workspace that names ours', headers: { ...theirKey, 'entente-workspace': ours.workspace.tenantId }, word: ours.marker },
];
const { headers: abroadHeaders } = abroad.people.partner_admin;
const partnersAbroad: readonly Stranger[] = [
  { name: 'a partner of another workspace', headers: abroadHeaders, word: ours.marker },
  { name: 'a partner of another workspace that names ours', headers: { ...abroadHeaders, 'entente-workspace': ours.workspace.slug }, word: ours.marker },
];
const otherPartner: Stranger = { name: 'another partner of the workspace', headers: other.people.partner_admin.headers, word: mine.word };
const ownPartner: Stranger = { name: 'a person of a partner', headers: mine.people.partner_admin.headers, word: hush };

function strangersTo({ audience, method }: Operation, input: LooseInput): readonly Stranger[] {
  if (audience === 'workspace') return foreigners;
  if (audience === 'signed_in') return [...foreigners, ...(method === 'GET' || idsIn(input).length > 0 ? [ownPartner] : [])];
  // What names nothing of ours, another partner may do with its own as well.
  return method === 'GET' || idsIn(input).length > 0 ? [otherPartner, ...partnersAbroad] : partnersAbroad;
}

/** Nothing found: a refusal, null, or a page without rows. */
function isNothing({ status, text }: Answer): boolean {
  if (status === 404) return true;
  if (status !== 200) return false;
  const body: unknown = JSON.parse(text);
  return body === null || (typeof body === 'object' && 'items' in body && Array.isArray(body.items) && body.items.length === 0);
}

function assertTellsNothing(answer: Answer, who: string, word = ours.marker): void {
  assert.ok(answer.status < 500, `${who} got ${answer.status}: ${answer.text}`);
  assert.ok(!answer.text.toLowerCase().includes(word), `${who} was told of our data: ${answer.text}`);
}

/** What our partner is told never names those it has nothing to do with, nor what was not written for it. */
function assertKeepsSecrets({ text }: Answer, who: string): void {
  for (const secret of [hush, other.word, theirs.marker, ...hiddenPrices.map(String)])
    assert.ok(!text.toLowerCase().includes(secret), `${who} was told of ${secret}: ${text}`);
}

function assertRefused(answer: Answer, who: string, statuses: readonly number[]): void {
  // A refusal names nothing but whom the caller looks as.
  assertTellsNothing({ ...answer, text: answer.text.replaceAll(`${mine.word} partner`, '') }, who);
  assert.ok(statuses.includes(answer.status), `${who} got ${answer.status}: ${answer.text}`);
  assert.equal(answer.headers.get('content-type')?.split(';')[0], 'application/problem+json', who);
}

/** Their body with one of our ids in its place, once for each place: so that a refusal of one does not hide that another passes. */
function withOneOfOurs(theirBody: unknown, ourBody: unknown, path = 'body'): { path: string; value: unknown }[] {
  if (typeof ourBody === 'string') return idsIn(ourBody).length > 0 ? [{ path, value: ourBody }] : [];
  if (typeof ourBody !== 'object' || ourBody === null || typeof theirBody !== 'object' || theirBody === null) return [];
  const theirParts = new Map<string, unknown>(Object.entries(theirBody));
  return Object.entries(ourBody).flatMap(([key, part]: [string, unknown]) =>
    withOneOfOurs(theirParts.get(key), part, `${path}.${key}`).map((found) => ({
      path: found.path,
      value: Array.isArray(theirBody)
        ? theirBody.map((each: unknown, index) => (String(index) === key ? found.value : each))
        : { ...theirBody, [key]: found.value },
    })),
  );
}

/** Ids all partners of a workspace may name. */
const shared = /^body\.productIds\./;

/** What strangers can make of our ids: addressed as they are, and named within their own records. */
async function tryAsStranger(id: OperationId, operation: Operation, ourInput: LooseInput, others: readonly Other[]): Promise<void> {
  for (const { name, headers, word } of strangersTo(operation, ourInput)) {
    const answer = await call(headers, id, ourInput);
    assertTellsNothing(answer, name, word);
    // What is called by a word and not by an id may be there in every workspace.
    if (operation.params && idsIn(ourInput.params).length > 0) assert.ok(isNothing(answer), `${name} got ${answer.status}: ${answer.text}`);
  }
  for (const one of others) await tryWithin(id, operation, ourInput, one);
}

/** Somebody with records of their own, and an input for them. */
type Other = { readonly within: Records; readonly word: string; readonly input: LooseInput };
async function othersFor(id: OperationId, operation: Operation): Promise<Other[]> {
  const abroadToo: Other = { within: theirs, word: ours.marker, input: await build(id, theirs) };
  if (operation.audience !== 'partner') return [abroadToo];
  const within = fromTheOther(ours);
  return [abroadToo, { within, word: mine.word, input: await build(id, within) }];
}

async function tryWithin(id: OperationId, operation: Operation, ourInput: LooseInput, { within, word, input: theirInput }: Other): Promise<void> {
  const headers = await callerOf(operation, within);
  for (const { path, value } of withOneOfOurs(theirInput.body, ourInput.body)) {
    if (within.workspace === ours.workspace && shared.test(path)) continue;
    const answer = await call(headers, id, { ...theirInput, body: value });
    assertTellsNothing(answer, `our id as their ${path}`, word);
    const passedOver = refusedInPart.has(id) && answer.status === 200;
    assert.ok(passedOver || (answer.status >= 400 && answer.status < 500), `our id as their ${path}: ${answer.status} ${answer.text}`);
  }
  if (ourInput.params?.['childId'] !== undefined) {
    const answer = await call(headers, id, { ...ourInput, params: { ...theirInput.params, childId: ourInput.params['childId'] } });
    assertRefused(answer, 'our child named under their record', [404]);
  }
}

async function tryWithoutRight(id: OperationId, operation: Operation, input: LooseInput): Promise<void> {
  assertRefused(await call({}, id, input), 'nobody', [401]);
  assertRefused(await call(bearer('ent_nothing_at_all'), id, input), 'an unknown key', [401]);
  const { scope, audience } = operation;
  if (scope === null) return;
  if (audience === 'partner') {
    for (const [role, headers] of staff) assertRefused(await call(headers, id, input), role, [404]);
    assertRefused(await call(ourKey, id, input), 'a key of the workspace', [404]);
    for (const [role, headers] of partnerPeople) if (!roleAllows(role, scope)) assertRefused(await call(headers, id, input), role, [403]);
    return;
  }
  if (audience === 'workspace') for (const [role, headers] of partnerPeople) assertRefused(await call(headers, id, input), role, [403, 404]);
  const needed = alsoNeeds[id] ?? scope;
  for (const [role, headers] of staff) if (!roleAllows(role, needed)) assertRefused(await call(headers, id, input), role, [403]);
  const key = keysWithout.get(scope);
  assert.ok(key);
  assertRefused(await call(key, id, input), 'a key without the scope', [403]);
}

const blind = [...staff].filter(([role]) => !roleAllows(role, 'partners:view_as'));
let looks = 0;
/** Whoever looks through a partner's eyes has to be allowed to, and then only reads, and only what the partner reads. */
async function tryLooking(id: OperationId, operation: Operation, input: LooseInput): Promise<void> {
  const asPartner = { 'entente-view-as': mine.partnerId };
  // Who may look is decided before anybody asks which operation it is: of those who may not, one tries each.
  looks += 1;
  const [role, headers] = blind[looks % blind.length] ?? assert.fail('everybody may look');
  assertRefused(await call({ ...headers, ...asPartner }, id, input), `${role} who looks`, [403]);
  assertRefused(await call({ ...ourKey, ...asPartner }, id, input), 'a key that looks', [403]);
  const looking = await call({ ...ours.workspace.owner.headers, ...asPartner }, id, input);
  if (operation.method !== 'GET') return assertRefused(looking, 'who looks and writes', [403]);
  if (operation.audience === 'workspace') return assertRefused(looking, 'who looks at the vendor’s own pages', [404]);
  assert.ok([200, 403].includes(looking.status), looking.text);
  assertKeepsSecrets(looking, 'who looks');
}
// The first look of a sign-in is put on record; after it, looking leaves no trace.
await call({ ...ours.workspace.owner.headers, 'entente-view-as': mine.partnerId }, 'portal.home', {});

describe('every operation keeps to the workspace and to the rights of who calls it', () => {
  for (const [id, operation] of operationEntries())
    test(id, async () => {
      const [input, others] = [await build(id, ours), await othersFor(id, operation)];
      const ourRows = await snapshotOf(server.test, tables, ours.workspace.tenantId);
      if (operation.audience !== 'public') {
        await tryWithoutRight(id, operation, input);
        await tryLooking(id, operation, input);
        await tryAsStranger(id, operation, input, others);
      }
      assert.deepEqual(await changedSince(ourRows), [], 'something of ours was changed');
      assert.deepEqual(await tablesThatHold(server.test, tables, theirs.workspace.tenantId, idsIn(input)), [], 'their rows name our records');

      // That the refusals mean something: with the right to it, the very same call succeeds and tells.
      const allowed = await call(await callerOf(operation, ours), id, input);
      assert.equal(allowed.status, refusedByState[id] ?? operation.status ?? 200, allowed.text);
      if (operation.method === 'GET' && !withoutNames.has(id)) assert.ok(allowed.text.toLowerCase().includes(ours.marker), allowed.text);
      if (operation.audience === 'partner' || operation.audience === 'public') assertKeepsSecrets(allowed, 'the partner');
      await jobsAtRest(server);
    });
});

async function changedSince(rows: Readonly<Record<string, string>>): Promise<string[]> {
  const now = await snapshotOf(server.test, tables, ours.workspace.tenantId);
  return Object.keys(now).filter((table) => now[table] !== rows[table]);
}
