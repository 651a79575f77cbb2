import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchBrowser } from '@entente/testkit';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { sound as soundOf, until } from './journey.ts';
import { settled } from './page-checks.ts';
import { install, signIn, type Installation } from './support.ts';

/*
 * The people at the desk: whoever co-sells, meters and reconciles does it on the screens. What only outsiders do (AWS, the buyer, the
 * reseller) is done at the simulators.
 */
let simulators: string;
let entente: Installation;
let browser: Browser;
let people: BrowserContext;
let page: Page;
const ACCOUNT = '111122223333';

before(async () => {
  entente = await install();
  simulators = `http://127.0.0.1:${Number(new URL(entente.url).port) + 100}`;
  browser = await launchBrowser();
  people = await browser.newContext({ viewport: { width: 1440, height: 1000 } });
  await signIn(people.request, entente);
  page = await people.newPage();
  page.setDefaultTimeout(20_000);
});
after(async () => {
  await browser?.close();
  await entente?.stop();
});

async function read<T>(path: string): Promise<T> {
  const answer = await people.request.get(`${entente.url}/api/v1${path}`);
  assert.ok(answer.ok(), `${path}: ${answer.status()} ${await answer.text()}`);
  return answer.json() as Promise<T>;
}
async function send<T>(method: 'POST' | 'PATCH', path: string, data: unknown): Promise<T> {
  const answer = await people.request.fetch(`${entente.url}/api/v1${path}`, { method, data, headers: { origin: entente.url } });
  assert.ok(answer.ok(), `${path}: ${answer.status()} ${await answer.text()}`);
  return answer.json() as Promise<T>;
}
async function act<T = unknown>(name: string, fields: Record<string, string> = {}): Promise<T> {
  const answer = await fetch(`${simulators}/_control/acts/aws/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(fields),
  });
  const body = (await answer.json()) as { result: T; error?: string };
  assert.ok(answer.ok, `${name}: ${body.error}`);
  return body.result;
}
async function open(path: string): Promise<void> {
  await page.goto(`${entente.url}${path}`);
  await settled(page);
}
/** As it stands, and narrow: nothing for axe to say, nothing wider than the screen. */
const sound = (what: string): Promise<void> => soundOf(what, page);
async function choose(field: Locator, option: RegExp): Promise<void> {
  await field.click();
  await page.getByRole('option', { name: option }).first().click();
}

type View = { id: string; system: string; outsideId: string | null; status: string; state: { key: string } | null; links: { id: string }[] };
const awsView = async (of = dealId): Promise<View | undefined> =>
  (await read<{ items: View[] }>(`/deals/${of}/views`)).items.find((view) => view.system === 'aws');
let dealId: string;

test('a lead of AWS is accepted on its page, and the deal it becomes has its view', async () => {
  await act('send-lead', {
    account: ACCOUNT,
    company: 'Hafen Nord',
    title: 'Night reports of Hafen Nord',
    problem: 'Reports over all terminals take a night.',
    useCase: 'Database',
    source: 'Hannover fair',
  });
  await open('/cosell/invitations');
  await page.getByText('Night reports of Hafen Nord').first().click();
  await page.getByText('Hannover fair').waitFor();
  await sound('the lead');
  await page.getByRole('button', { name: /^Accept as new deal/ }).click();
  const joined = await until('the lead becoming a deal', async () => {
    const { items } = await read<{ items: { title: string; dealId: string | null; status: string }[] }>('/cosell-invitations?status=accepted');
    return items.find((one) => one.title === 'Night reports of Hafen Nord' && one.dealId !== null)?.dealId;
  });
  await until('the deal having its view', async () => /^O\d+$/.test((await awsView(joined))?.outsideId ?? ''));
  await open(`/deals/${joined}`);
  await page.getByRole('tab', { name: /AWS/ }).click();
  await page.getByRole('heading', { name: /^To submit it to/ }).waitFor();
});

test('the facts AWS asks for are filled in where they are missing, a solution is chosen, and the deal is submitted', async () => {
  const { items: partners } = await read<{ items: { id: string; name: string; country: string | null }[] }>('/accounts?limit=50');
  const account = partners.find(({ country }) => country === 'DE') ?? partners[0];
  const deal = await send<{ id: string }>('POST', '/deals', {
    name: 'Terminal reports',
    accountId: account?.id,
    currency: 'EUR',
    amountMinor: 8_640_000,
    closeOn: new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10),
    nextStep: 'Meet the head of operations',
  });
  dealId = deal.id;
  // The CRM has made it its own by now, and says what its currency is; the page says so where one would change it.
  await until('the CRM holding it', async () =>
    (await read<{ items: View[] }>(`/deals/${dealId}/views`)).items.some((view) => view.system === 'salesforce' && view.outsideId !== null),
  );
  await open(`/deals/${dealId}`);
  await page.getByRole('button', { name: 'Edit deal', exact: true }).first().click();
  const edit = page.getByRole('dialog');
  await edit.getByText(/decides the currency of this deal/).waitFor();
  assert.ok(await edit.getByRole('button', { name: /Currency/ }).isDisabled());
  await page.keyboard.press('Escape');
  await edit.waitFor({ state: 'detached' });

  await page.getByRole('button', { name: 'Add view' }).click();
  await page.getByRole('menuitem', { name: /AWS|Amazon/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  await fillFacts(dialog);
  await dialog
    .getByRole('button', { name: /share|add|make/i })
    .last()
    .click();
  await until('the draft', async () => ((await awsView())?.outsideId ?? null) !== null);
  await open(`/deals/${dealId}`);
  await page.getByRole('tab', { name: /AWS/ }).click();
  await page.getByRole('heading', { name: /^To submit it to/ }).waitFor();
  await fillFacts(page.getByRole('region', { name: 'Plan' }));
  await page.getByRole('region', { name: 'Solutions, products and offers' }).getByRole('button', { name: 'Add' }).click();
  await page.getByRole('button', { name: /^Add Data platform/ }).click();
  await page.getByRole('button', { name: /^Take Data platform/ }).waitFor({ timeout: 60_000 });
  await sound('the tab before it is submitted');
  const submit = page.getByRole('button', { name: /^Submit to/ });
  await until('nothing being missing', async () => {
    if (await submit.isEnabled()) return true;
    await fillFacts(page.getByRole('region', { name: 'Plan' }));
    return false;
  });
  await submit.click();
  const record = (await until('it being submitted', async () => {
    const view = await awsView();
    return view?.state?.key === 'waiting' && view.outsideId;
  })) as string;
  await act('approve-opportunity', { opportunity: record });
  await until('the approval', async () => (await awsView())?.state?.key === 'accepted');
  await open(`/deals/${dealId}`);
  await page.getByRole('tab', { name: /AWS/ }).click();
  const team = page.getByRole('list', { name: 'People on the record' });
  await team.getByText('They').first().waitFor();
  await page.getByText('source = entente').waitFor();
  await page.getByText(/role\/PartnerCentralSnapshots/).waitFor();
  await sound('the approved tab');
});

/** Every demanded field that is empty gets a value of its kind, as a person going down the list would give it. */
async function fillFacts(within: Locator): Promise<void> {
  const answers: readonly (readonly [RegExp, string])[] = [
    [/problem/i, 'Reports over all terminals take a night; they have to be there in the morning shift.'],
    [/website/i, 'https://hafen.example'],
    [/postal/i, '20095'],
    [/spend/i, '12000'],
    [/months|contract/i, '12'],
    [/city/i, 'Hamburg'],
    [/next step/i, 'Meet the board'],
  ];
  for (const [label, value] of answers) {
    for (const box of await within.getByRole('textbox', { name: label }).all()) {
      if (!(await box.isVisible()) || !(await box.isEditable()) || (await box.inputValue()) !== '') continue;
      await box.fill(value);
      await box.blur();
    }
  }
  for (const [label, option] of [
    [/use case/i, /^Database/],
    [/industry/i, /Manufactur/],
  ] as const) {
    const box = within.getByRole('combobox', { name: label }).first();
    if ((await box.count()) === 0 || !(await box.isVisible()) || (await box.inputValue()) !== '') continue;
    await box.fill(option.source.replace(/\W/g, ''));
    await page.getByRole('option', { name: option }).first().click();
  }
  for (const label of [/^SaaS/i, /^Technical/i, /^Interest shown/i]) {
    const box = within.getByRole('checkbox', { name: label }).first();
    if ((await box.count()) > 0 && (await box.isVisible()) && !(await box.isChecked())) await box.check({ force: true });
  }
  const kind = within.getByRole('button', { name: /opportunity type|type of opportunity/i }).first();
  if ((await kind.count()) > 0 && (await kind.isVisible())) await choose(kind, /new/i);
  const save = within.getByRole('button', { name: /^Save \d+ change/ });
  if ((await save.count()) === 0) return;
  await save.click();
  await save.waitFor({ state: 'detached' });
}

test('a billing line that is nobody’s is written off with a reason and taken back, and the list is exported', async () => {
  const { items: places } = await read<{ items: { name: string }[] }>('/marketplaces');
  const csv = 'Key;Type;Amount;Currency;Date;Agreement;Buyer\nDESK-1;Sale;5,00;EUR;2026-03-01;unknown;Buyer of the desk\n';
  await send('POST', '/disbursements/files', { marketplace: places[0]?.name, fileName: 'report.csv', csv });
  await open('/disbursements?tab=lines');
  await page.getByText('Buyer of the desk').first().click();
  await page.getByRole('dialog').getByRole('button', { name: 'Write off' }).click();
  const dialog = page.getByRole('dialog').filter({ hasText: 'Write off without an agreement' });
  await dialog.getByRole('textbox', { name: /Reason/ }).fill('A test charge of theirs');
  await dialog.getByRole('button', { name: 'Write off' }).click();
  await page.getByText('1 line written off').first().waitFor();
  await page.getByRole('button', { name: 'Undo' }).first().click();
  await page.getByText('Buyer of the desk').first().waitFor();
  await sound('the queue');
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export CSV' }).click();
  assert.equal((await saved).suggestedFilename(), 'billing-lines.csv');
});

test('the hours of usage are narrowed by the hour, and an empty list says so', async () => {
  await open('/metering');
  await page.getByRole('button', { name: 'Filter' }).first().click();
  await page.getByRole('menuitem', { name: 'Choose hours' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('From (UTC)').fill('2020-01-01T00:00');
  await dialog.getByLabel('Until (UTC)').fill('2020-01-02T00:00');
  await dialog.getByRole('button', { name: 'Show', exact: true }).click();
  await page.waitForURL(/from=2020/);
  await page.getByText('No hours in this state').waitFor();
  await sound('the empty hours');
});
