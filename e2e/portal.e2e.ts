import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchBrowser } from '@entente/testkit';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { complaintsOf, prepareAxe, settled, tooWide, violations } from './page-checks.ts';
import { registerByKeyboard } from './register-by-keyboard.ts';
import { install, signIn, type Installation } from './support.ts';

let entente: Installation;
let browser: Browser;
let vendor: BrowserContext;
let partner: BrowserContext;
let other: BrowserContext;
let page: Page;

before(async () => {
  entente = await install();
  browser = await launchBrowser();
  vendor = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await signIn(vendor.request, entente);
  partner = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  page = await partner.newPage();
});
after(async () => {
  await browser?.close();
  await entente?.stop();
});

async function call<T>(context: BrowserContext, method: 'GET' | 'POST', path: string, data?: unknown, version?: number): Promise<T> {
  const answer = await context.request.fetch(`${entente.url}/api/v1${path}`, {
    method,
    ...(data === undefined ? {} : { data }),
    headers: { origin: entente.url, ...(version === undefined ? {} : { 'if-match': `"${version}"` }) },
  });
  assert.ok(answer.ok(), `${path}: ${answer.status()} ${await answer.text()}`);
  return answer.json() as Promise<T>;
}
type Registration = { id: string; number: number; state: string; version: number; dealId: string | null; protectedUntil: string | null };
let mine: Registration;
let theirs: Registration;

test('a partner signs in and lands on its own pages: money, what needs it, who has what, whom to call', async () => {
  await page.goto(entente.url);
  await page.getByLabel(/mail/i).first().fill(entente.partnerEmail);
  await page
    .getByLabel(/password/i)
    .first()
    .fill(entente.password);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/portal/);
  await page.getByRole('heading', { name: 'Needs you' }).waitFor();
  await page.getByText('Protected and open').waitFor();
  await page.getByRole('heading', { name: 'Whom to call' }).waitFor();
  await settled(page);
  await page.goto(`${entente.url}/deals`);
  await page.waitForURL(/\/portal/);
});

test('it registers a deal by keyboard alone, one act and four fields, and is told at once', async () => {
  await page.goto(`${entente.url}/portal`);
  await settled(page);
  await registerByKeyboard(page, { domain: 'novagridpower.com', contact: 'buyer@novagridpower.com' });
  await page
    .getByText(/approved and protected|Protected until/i)
    .first()
    .waitFor();
  const { items } = await call<{ items: Registration[] }>(partner, 'GET', '/portal/registrations?q=novagridpower&limit=1');
  mine = items[0] ?? assert.fail();
  assert.equal(mine.state, 'approved');
});

test('another partner registers the same company by a mailed link, without signing in, and learns nothing of the first', async () => {
  const { items: partners } = await call<{ items: { id: string; name: string }[] }>(vendor, 'GET', '/partners?type=referral&status=active&limit=1');
  const second = partners[0] ?? assert.fail();
  const { partner: first } = await call<{ partner: { name: string } }>(partner, 'GET', '/session');
  await call(vendor, 'POST', '/links', { purpose: 'register', partnerId: second.id, email: 'someone@second.example', days: 7 });
  const mails = await call<{ items: { id: string; to: string; subject: string; text: string }[] }>(vendor, 'GET', '/mailbox?limit=20');
  const mail = mails.items.find((one) => one.to === 'someone@second.example') ?? assert.fail('no mail');
  const link = /https?:\/\/\S+\/portal\/link#\S+/.exec(JSON.stringify(mail))?.[0].replace(/["\\].*$/, '') ?? assert.fail('the mail holds no link');
  other = await browser.newContext({ viewport: { width: 390, height: 844 }, isMobile: true });
  const phone = await other.newPage();
  await phone.goto(link);
  await phone.getByLabel('Customer website').fill('novagridpower.de');
  await phone.getByLabel('Customer contact e-mail').fill('cio@novagridpower.de');
  await phone
    .getByText(/needs a review/i)
    .first()
    .waitFor();
  await phone.getByLabel('Value', { exact: false }).first().selectOption({ index: 2 });
  await phone.getByLabel('Expected close').fill(new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10));
  await prepareAxe(phone);
  assert.deepEqual(await violations(phone), []);
  assert.deepEqual(await tooWide(phone), []);
  await phone.getByRole('button', { name: 'Register deal' }).click();
  await phone.getByText('This link is used up').waitFor();
  assert.equal((await phone.content()).includes(first.name), false, 'the other partner is not named');
  await phone.goto('about:blank');
  await phone.goto(link);
  await phone.getByText('This link has been used').waitFor();
  const { items } = await call<{ items: Registration[] }>(vendor, 'GET', '/registrations?q=novagridpower.de');
  theirs = items[0] ?? assert.fail();
  assert.equal(theirs.state, 'submitted');
});

test('the vendor sees the conflict with its reasons, a neutral mediator rules, and credit and protection follow', async () => {
  const desk = await vendor.newPage();
  await desk.goto(`${entente.url}/registrations/${theirs.id}`);
  await desk
    .getByText(/novagridpower/i)
    .first()
    .waitFor();
  await desk
    .getByText(/share the name novagridpower/i)
    .first()
    .waitFor();
  const before = await call<{ sellerCredit: { creditMinor: number } }>(vendor, 'GET', `/deals/${mine.dealId}/registrations`);
  const people = await call<{ items: { id: string; role: string; name: string }[] }>(vendor, 'GET', '/people?limit=100');
  const opened = await call<{ id: string; number: number; version: number }>(vendor, 'POST', '/cases', {
    registrationIds: [mine.id, theirs.id],
    mediatorId: people.items.find((one) => one.role === 'owner')?.id,
    reason: 'Both register the same company.',
  });
  await call(partner, 'POST', `/portal/cases/${opened.id}/evidence`, { body: 'Signed minutes of our workshop in March.' });
  await desk.goto(`${entente.url}/cases/${opened.id}`);
  await desk.getByText('Signed minutes of our workshop').waitFor();
  await settled(desk);
  const seen = await call<{ version: number; mayRule: boolean; whyNot: string | null }>(vendor, 'GET', `/cases/${opened.id}`);
  // Evidence is taken until its day, unless every side was heard.
  if (!seen.mayRule) {
    const { items } = await call<{ items: { id: string }[] }>(vendor, 'GET', '/partners?type=referral&status=active&limit=1');
    await call(vendor, 'POST', '/links', { purpose: 'evidence', partnerId: items[0]?.id, email: 'someone@second.example', recordId: opened.id, days: 7 });
    const mails = await call<{ items: object[] }>(vendor, 'GET', '/mailbox?limit=5');
    const link = /https?:\/\/\S+\/portal\/link#[\w-]+/.exec(JSON.stringify(mails.items[0]))?.[0] ?? assert.fail('no link');
    const phone = await other.newPage();
    await phone.goto(link);
    await phone.getByLabel('Your evidence').fill('Their CIO asked us for an introduction.');
    await phone.getByRole('button', { name: 'Give evidence' }).click();
    await phone.getByText('This link is used up').waitFor();
    await desk.reload();
  }
  await desk.getByRole('button', { name: 'Rule', exact: true }).click();
  const dialog = desk.getByRole('dialog');
  await dialog
    .getByText(/Side A/)
    .first()
    .click();
  await dialog.getByLabel('Reason').fill('The workshop came before the introduction.');
  await dialog.getByLabel('What both sides read').fill('The side that wrote the requirements keeps the deal.');
  await dialog.getByRole('button', { name: 'Rule', exact: true }).click();
  await dialog.waitFor({ state: 'hidden' });
  const after = await call<{ sellerCredit: { creditMinor: number }; protections: object[] }>(vendor, 'GET', `/deals/${mine.dealId}/registrations`);
  assert.equal(after.sellerCredit.creditMinor, before.sellerCredit.creditMinor, 'the seller’s credit is what it was');
  assert.equal((await call<Registration>(vendor, 'GET', `/registrations/${theirs.id}`)).state, 'rejected');
  assert.equal((await call<Registration>(vendor, 'GET', `/registrations/${mine.id}`)).state, 'approved');
});

test('the partner finds all of it in the portal: the case, its outcome, and what has ended by the clock', async () => {
  await page.goto(`${entente.url}/portal/registrations/${mine.id}`);
  await settled(page);
  await page
    .getByText(/Protected until/)
    .first()
    .waitFor();
  const { items: ended } = await call<{ items: Registration[] }>(vendor, 'GET', '/registrations?state=expired&limit=1');
  assert.equal(ended[0]?.state, 'expired', 'a protection of the sample ended when its moment had come');
});

test('somebody of the vendor sees what the partner sees, and can change nothing', async () => {
  const { partner: first } = await call<{ partner: { id: string; name: string } }>(partner, 'GET', '/session');
  const eyes = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await signIn(eyes.request, entente);
  await eyes.addCookies([{ name: 'entente-view-as', value: first.id, url: entente.url }]);
  const looking = await eyes.newPage();
  await looking.goto(`${entente.url}/portal`);
  await looking.getByText(/you see what .* sees/).waitFor();
  const own = await call<{ money: object }>(partner, 'GET', '/portal/home');
  const seen = await call<{ money: object }>(eyes, 'GET', '/portal/home');
  assert.deepEqual({ ...seen.money, asOf: null }, { ...own.money, asOf: null });
  const refused = await eyes.request.post(`${entente.url}/api/v1/portal/check`, { data: { customerDomain: 'some.example' }, headers: { origin: entente.url } });
  assert.equal(refused.status(), 403);
});

test('no page of the journey complained', () => assert.deepEqual(complaintsOf(page), []));
