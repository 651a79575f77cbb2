import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { launchBrowser } from '@entente/testkit';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { callAs, until } from './journey.ts';
import { prepareAxe, settled, violations } from './page-checks.ts';
import { install, signIn, type Installation } from './support.ts';

/** The desk of whoever keeps the systems in step: what was refused, what a person decides, what differs, and who is told of it. */
let simulators: string;
let entente: Installation;
let browser: Browser;
let people: BrowserContext;
let page: Page;
let crm: { id: string; name: string };
/** Opportunities of this journey, by name. */
const made = new Map<string, { opportunity: string; dealId: string }>();

/** An address that is told of events; it answers what it is told to. */
const received: { id: string; signature: string }[] = [];
let answers = 200;
let receiver: Server;

before(async () => {
  receiver = createServer((request, response) => {
    received.push({ id: String(request.headers['webhook-id']), signature: String(request.headers['webhook-signature']) });
    request.resume();
    response.writeHead(answers).end();
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  // The receiver is on this machine, which an installation does not send to by itself.
  entente = await install({ OUTBOUND_PRIVATE: 'allow' });
  simulators = `http://127.0.0.1:${Number(new URL(entente.url).port) + 100}`;
  browser = await launchBrowser();
  people = await browser.newContext({ viewport: { width: 1440, height: 1000 } });
  await signIn(people.request, entente);
  page = await people.newPage();
  page.setDefaultTimeout(20_000);
  const { items } = await call<{ items: { id: string; name: string; system: string }[] }>('GET', '/connections');
  const found = items.find(({ system }) => system === 'salesforce');
  assert.ok(found);
  crm = found;
  await until('the first reading of the CRM', async () => (await call<{ waiting: number }>('GET', `/connections/${crm.id}`)).waiting === 0);
  for (const name of ['Desk one', 'Desk two', 'Desk three', 'Desk four']) {
    const { id } = await act<{ id: string }>('create-opportunity', { name, stage: 'Prospecting' });
    const dealId = await until(`${name} coming in`, async () => {
      const { items: deals } = await call<{ items: { id: string; name: string }[] }>('GET', `/deals?q=${encodeURIComponent(name)}`);
      return deals.find((deal) => deal.name === name)?.id;
    });
    made.set(name, { opportunity: id, dealId });
  }
});
after(async () => {
  await browser?.close();
  await entente?.stop();
  receiver?.close();
});

const call = <T>(method: 'GET' | 'POST' | 'PATCH', path: string, body?: unknown, version?: number): Promise<T> =>
  callAs<T>(people, entente.url, method, path, body, version);
/** What somebody in the CRM does. */
async function act<T = unknown>(name: string, fields: Record<string, string> = {}): Promise<T> {
  const answer = await fetch(`${simulators}/_control/acts/salesforce/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(fields),
  });
  const body = (await answer.json()) as { result: T; error?: string };
  assert.ok(answer.ok, `${name}: ${body.error}`);
  return body.result;
}
const of = (name: string): { opportunity: string; dealId: string } => {
  const found = made.get(name);
  assert.ok(found);
  return found;
};
type Deal = { version: number; nextStep: string | null; stage: string; ownerName: string | null };
const deal = (name: string): Promise<Deal> => call<Deal>('GET', `/deals/${of(name).dealId}`);
async function setNextStep(name: string, nextStep: string): Promise<void> {
  await call('PATCH', `/deals/${of(name).dealId}`, { nextStep }, (await deal(name)).version);
}
/** The opportunity as the CRM itself shows it. */
async function inCrm(name: string): Promise<Record<string, unknown>> {
  const sign = (await (
    await fetch(`${simulators}/salesforce/services/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'client_credentials', client_id: 'entente-sample', client_secret: 'entente-sample-secret' }),
    })
  ).json()) as { access_token: string };
  const answer = await fetch(`${simulators}/salesforce/services/data/v66.0/sobjects/Opportunity/${of(name).opportunity}`, {
    headers: { authorization: `Bearer ${sign.access_token}` },
  });
  return (await answer.json()) as Record<string, unknown>;
}
const failures = async (status = 'open'): Promise<{ dealId: string | null; sentence: string }[]> =>
  (await call<{ items: { dealId: string | null; sentence: string }[] }>('GET', `/sync-failures?connectionId=${crm.id}&status=${status}&limit=100`)).items;
const failed = (name: string): Promise<unknown> =>
  until(`the failure of ${name}`, async () => (await failures()).some(({ dealId }) => dealId === of(name).dealId));
type Conflict = { id: string; dealId: string | null; status: string; sentence: string };
const conflict = async (name: string, status = 'open'): Promise<Conflict | undefined> =>
  (await call<{ items: Conflict[] }>('GET', `/conflicts?connectionId=${crm.id}&status=${status}&limit=100`)).items.find(
    (one) => one.dealId === of(name).dealId,
  );
/** Chooses in a select that is named so. */
async function choose(where: Page | Locator, name: string | RegExp, option: string | RegExp): Promise<void> {
  await where.getByRole('button', { name }).click();
  await page.getByRole('option', { name: option }).click();
}
async function clean(): Promise<void> {
  await settled(page);
  await prepareAxe(page);
  assert.deepEqual(await violations(page), []);
}

test('a value the CRM refuses is mended where it is told, and goes through', async () => {
  await setNextStep('Desk one', 'x'.repeat(300));
  await failed('Desk one');
  await page.goto(`${entente.url}/conflicts?tab=failures&connection=${crm.id}`);
  await page.getByRole('heading', { name: /NextStep is longer than Salesforce takes/ }).waitFor();
  await clean();
  await page.getByRole('button', { name: 'Open Desk one' }).click();
  const field = page.getByLabel('Our Next step');
  assert.equal(await field.inputValue(), 'x'.repeat(300), 'it begins with what was refused');
  await field.fill('Call the buyer');
  await page.getByRole('button', { name: 'Save and try again' }).click();
  await until('the CRM taking it', async () => (await inCrm('Desk one'))['NextStep'] === 'Call the buyer');
  assert.equal((await deal('Desk one')).nextStep, 'Call the buyer');
  await until('no failure being left', async () => (await failures()).length === 0);
  await page.getByText('Every record went through').waitFor({ timeout: 30_000 });
});

test('a right that was missing stops several records; once it is given they are retried together', async () => {
  const names = ['Desk one', 'Desk two', 'Desk three'];
  await act('set-field-permission', { object: 'Opportunity', field: 'NextStep', access: 'read' });
  for (const name of names) await setNextStep(name, `${name}: send the paper`);
  for (const name of names) await failed(name);
  await act('set-field-permission', { object: 'Opportunity', field: 'NextStep', access: 'edit' });
  await page.goto(`${entente.url}/conflicts?tab=failures&connection=${crm.id}`);
  await page.getByRole('checkbox', { name: 'Select all 3 records with this cause' }).click({ force: true });
  await page.getByRole('button', { name: 'Try 3 again' }).click();
  for (const name of names) await until(`${name} going through`, async () => (await inCrm(name))['NextStep'] === `${name}: send the paper`);
  await page.getByText('Every record went through').waitFor({ timeout: 30_000 });
});

test('a mapping that asks a person: a change of theirs waits, is decided by a key, taken back, and decided again', async () => {
  await page.goto(`${entente.url}/connections/${crm.id}?tab=mapping&kind=deal`);
  await choose(page, /Who decides Next step/, 'Ask a person');
  await page.getByRole('button', { name: 'Save mapping' }).click();
  await page.getByText('Mapping saved').waitFor();
  await act('edit-field', { id: of('Desk two').opportunity, field: 'NextStep', value: 'Ask for the budget' });
  await until('the conflict', () => conflict('Desk two'));
  await page.goto(`${entente.url}/conflicts?connection=${crm.id}`);
  await page.getByRole('article', { name: 'Next step' }).waitFor();
  await page.getByText('Ask for the budget').waitFor();
  await clean();
  await page.keyboard.press('2');
  await until('the decision', () => conflict('Desk two', 'resolved'));
  await page.getByText('Next step of Desk two: theirs is taken').waitFor();
  await page.keyboard.press('u');
  await page.getByText('Decision taken back').waitFor();
  await until('it being open again', () => conflict('Desk two'));
  assert.equal((await deal('Desk two')).nextStep, 'Desk two: send the paper');
  await page.getByRole('article', { name: 'Next step' }).waitFor();
  await page.keyboard.press('2');
  await until('the deal having theirs', async () => (await deal('Desk two')).nextStep === 'Ask for the budget');
  await page.getByText('No field waits for a decision').waitFor({ timeout: 30_000 });
});

test('a deal is untied from its record and tied to it again by its id', async () => {
  const { dealId, opportunity } = of('Desk four');
  await page.goto(`${entente.url}/deals/${dealId}`);
  await page.getByRole('button', { name: `Acts for ${crm.name}` }).click();
  await page.getByRole('menuitem', { name: 'Untie' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Untie' }).click();
  await page.getByText(`Untied from ${crm.name}`).waitFor();
  await page.getByRole('button', { name: 'Add view' }).click();
  await page.getByRole('menuitem', { name: new RegExp(crm.name.replace(/[()]/g, '\\$&')) }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Tie to a record that is there').click();
  await dialog.getByLabel(`Its id in ${crm.name}`).fill('006000000000000AAA');
  await dialog.getByRole('button', { name: 'Tie to a record that is there' }).click();
  await dialog.getByText(/has no record 006000000000000AAA/).waitFor();
  await dialog.getByLabel(`Its id in ${crm.name}`).fill(opportunity);
  await dialog.getByRole('button', { name: 'Tie to a record that is there' }).click();
  await page.getByText('In step').first().waitFor();
  await act('edit-field', { id: opportunity, field: 'Name', value: 'Desk four, tied' });
  await page.getByRole('heading', { name: 'Desk four, tied' }).waitFor();
});

type Health = { audits: { at: string; compared: number; differing: number; missingHere: number; missingThere: number; examples: { fields: string[] }[] }[] };
async function compareNow(): Promise<Health['audits'][number]> {
  const before = (await call<Health>('GET', `/connections/${crm.id}/health`)).audits.length;
  await page.goto(`${entente.url}/connections/${crm.id}`);
  await page.getByRole('button', { name: 'Compare now' }).click();
  const audit = await until('the comparison', async () => {
    const { audits } = await call<Health>('GET', `/connections/${crm.id}/health`);
    return audits.length > before && audits[0];
  });
  await page.getByText(new RegExp(`of ${audit.compared + audit.missingHere + audit.missingThere} records`)).waitFor({ timeout: 30_000 });
  return audit;
}

test('what differs is a number when somebody asks, and owners nobody knows are said to be somebody or nobody', async () => {
  const first = await compareNow();
  assert.ok(first.differing > 0 && first.examples.every(({ fields }) => fields.includes('owner')), JSON.stringify(first.examples.slice(0, 3)));
  await clean();
  await page.goto(`${entente.url}/connections/${crm.id}?tab=mapping`);
  const owner = page.getByRole('combobox', { name: 'Who Sam Seller is here' });
  await owner.waitFor();
  await page.getByText('seller@acme.example').waitFor();
  await clean();
  const { items } = await call<{ items: { name: string; audience: string; status: string; email: string }[] }>('GET', '/people?limit=50');
  const person = items.find((one) => one.audience === 'workspace' && one.status === 'active');
  assert.ok(person);
  await owner.fill(person.email);
  await page
    .getByRole('option', { name: new RegExp(person.name) })
    .first()
    .click();
  await page.getByText(/records are looked at again/).waitFor();
  await until('the deals having that owner', async () => (await deal('Desk one')).ownerName === person.name);
  await until('the reading ending', async () => (await call<{ waiting: number }>('GET', `/connections/${crm.id}`)).waiting === 0);
  const second = await compareNow();
  assert.ok(
    second.examples.every(({ fields }) => !fields.includes('owner')),
    JSON.stringify(second.examples.slice(0, 3)),
  );

  await page.goto(`${entente.url}/connections/${crm.id}?tab=mapping`);
  await owner.click();
  await owner.fill('');
  await page.getByRole('option', { name: /Nobody here/ }).click();
  await page
    .getByText(/records are looked at again/)
    .first()
    .waitFor();
  const { items: owners } = await call<{ items: { name: string | null; answer: string }[] }>('GET', `/connections/${crm.id}/owners`);
  assert.deepEqual(
    owners.filter(({ name }) => name === 'Sam Seller').map(({ answer }) => answer),
    ['nobody'],
  );
  assert.equal((await deal('Desk one')).ownerName, person.name, 'who owns it here stays');
  assert.equal((await compareNow()).differing, second.differing, 'nobody on purpose is no difference');
});

test('a stage an admin has renamed says so in a sentence, and is cured in the mapping', async () => {
  await act('rename-stage', { stage: 'Prospecting', name: 'First talks' });
  const waiting = await until('the conflict', () => conflict('Desk three'));
  assert.equal(waiting.sentence, `“First talks” in ${crm.name} has no counterpart here. Give it one in the mapping, and every record that has it goes on.`);
  await page.goto(`${entente.url}/conflicts?connection=${crm.id}&open=${waiting.id}`);
  await page.getByText(waiting.sentence).waitFor();
  await page.getByRole('link', { name: 'Give the value a counterpart in the mapping' }).click();
  await page.getByRole('button', { name: 'Read their fields again' }).click();
  await page.getByText('Their fields and values were read').waitFor();
  await page.getByText(/Their value “Prospecting” of “Stage” is not in their list any more/).waitFor();
  await page.getByRole('button', { name: 'Open Stage', exact: true }).click();
  await choose(page.getByRole('region', { name: 'Their value becomes' }), /For First talks/, 'Prospect');
  await page.getByRole('button', { name: 'Save mapping' }).click();
  await page.getByText('Mapping saved').waitFor();
  await until('the conflicts passing by themselves', async () => (await conflict('Desk three')) === undefined);
  assert.equal((await deal('Desk three')).stage, 'prospect');
});

test('a webhook: made with its secret once, rotated, replayed, disabled by its own answer, and enabled again', async () => {
  const { port } = receiver.address() as AddressInfo;
  await page.goto(`${entente.url}/settings/webhooks`);
  await page.getByRole('button', { name: 'Add endpoint' }).first().click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Address').fill(`http://127.0.0.1:${port}/hook`);
  await form.getByLabel('Description').fill('Desk of the tests');
  await form.getByRole('searchbox').fill('deal.updated');
  await form.getByRole('checkbox', { name: /deal\.updated/ }).click({ force: true });
  await form.getByRole('button', { name: 'Add endpoint' }).click();
  const secret = page.getByRole('dialog', { name: 'New signing secret' });
  await secret.getByText(/^whsec_/).waitFor();
  await secret.getByRole('button', { name: 'I have copied it' }).click();
  await page.getByRole('heading', { name: 'Desk of the tests' }).waitFor();
  await page.getByText('No message yet.').waitFor();
  await clean();

  await setNextStep('Desk one', 'Tell the webhook');
  const [sent] = await until('the message', async () => received.length > 0 && received);
  assert.ok(sent);
  assert.equal(sent.signature.split(' ').length, 1);
  await page.getByText('Delivered · 200').first().waitFor();

  await page.getByRole('button', { name: 'More acts' }).click();
  await page.getByRole('menuitem', { name: 'Rotate secret' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Rotate secret' }).click();
  await page.getByRole('dialog', { name: 'New signing secret' }).getByRole('button', { name: 'I have copied it' }).click();
  await page.getByText(/Signed by the earlier secret as well until/).waitFor();

  await page
    .getByRole('button', { name: /deal\.updated.*Delivered/ })
    .first()
    .click();
  await page.getByRole('dialog').getByRole('button', { name: 'Send again' }).click();
  const again = await until('the message coming again', async () => received.length > 1 && received.at(-1));
  assert.deepEqual([again.id, again.signature.split(' ').length], [sent.id, 2], 'the same message, signed by both');
  await page.keyboard.press('Escape');

  answers = 410;
  await setNextStep('Desk one', 'It wants no more');
  await page.getByText('It answered that it wants no more messages (410).').waitFor({ timeout: 30_000 });
  await page.getByText('Disabled', { exact: true }).first().waitFor();
  const before = received.length;
  await setNextStep('Desk one', 'Nobody is told');
  await wait(1_500);
  assert.equal(received.length, before, 'a disabled endpoint is sent nothing');
  await clean();

  answers = 200;
  await page.getByRole('button', { name: 'Enable', exact: true }).click();
  await page.getByText('Endpoint enabled').waitFor();
  await page.getByRole('button', { name: 'Replay' }).first().click();
  await page.getByRole('dialog').getByRole('button', { name: 'Replay' }).click();
  await until('what failed coming again', async () => received.length > before);
  await setNextStep('Desk one', 'It is told again');
  await until('what is new coming', async () => received.length > before + 1);
});
