import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchBrowser } from '@entente/testkit';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { install, signIn, type Installation } from './support.ts';

type Play = { id: string; name: string; status: string; latestVersion: number; liveVersion: number | null };
type Deal = { id: string; number: number; name: string; stage: string; amountMinor: number; version: number };
type Run = { id: string; dealId: string; status: string; steps: { status: string; holder: string | null }[] };

let entente: Installation;
let browser: Browser;
let context: BrowserContext;
let page: Page;
const faults: string[] = [];

before(async () => {
  entente = await install();
  browser = await launchBrowser();
  context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await signIn(context.request, entente);
  page = await context.newPage();
  page.on('pageerror', (error) => faults.push(error.message));
});
after(async () => {
  await browser?.close();
  await entente?.stop();
});

const get = async <T>(path: string): Promise<T> => (await context.request.get(`${entente.url}/api/v1${path}`)).json() as Promise<T>;
const mine = async (): Promise<Play | undefined> => (await get<{ items: Play[] }>('/plays')).items.find((play) => play.name === 'Pilot attach');

async function until<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    assert.ok(Date.now() < deadline, what);
    await page.waitForTimeout(200);
  }
}

test('a play is made from a template, and a faulty condition is named by the server', async () => {
  await page.goto(`${entente.url}/plays?tab=templates`);
  await page.getByRole('listitem').filter({ hasText: 'Multi-partner solution' }).getByRole('button', { name: 'Use template' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('Pilot attach');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/plays\/[0-9a-f-]{36}/);
  assert.equal((await until('the play exists', mine)).status, 'draft');

  await page.getByLabel('Condition', { exact: true }).fill('deal.nope == 1');
  await page.getByRole('button', { name: 'Run on past deals' }).click();
  await page.getByRole('alert').filter({ hasText: 'nope' }).first().waitFor();
  await page.keyboard.press('Control+s');
  await until('the version is saved', async () => ((await mine())?.latestVersion === 2 ? true : undefined));
  await page.getByRole('alert').filter({ hasText: 'nope' }).first().waitFor();
  assert.ok(await page.getByRole('button', { name: 'Make live' }).isDisabled(), 'a faulty play cannot go live');
});

test('steps are added, moved and taken away, and a step taken away comes back', async () => {
  const steps = page.getByRole('listitem').filter({ has: page.getByRole('button', { name: /^Remove: / }) });
  const had = await steps.count();
  await page.getByRole('button', { name: 'Add step' }).click();
  await page.getByRole('menuitem', { name: 'Notify' }).click();
  assert.equal(await steps.count(), had + 1);
  await steps
    .last()
    .getByRole('button', { name: /^Move up: / })
    .click();
  await steps
    .nth(had - 1)
    .getByRole('button', { name: /^Remove: / })
    .click();
  assert.equal(await steps.count(), had);
  await page.getByRole('button', { name: 'Undo' }).first().click();
  assert.equal(await steps.count(), had + 1);
  await steps
    .nth(had - 1)
    .getByRole('button', { name: /^Remove: / })
    .click();
});

test('it is held against the past, goes live, and starts on a deal that fits', async () => {
  await page.getByLabel('Condition', { exact: true }).fill('deal.amountMinor >= 100 && deal.name == "Play pilot"');
  const posted = await context.request.post(`${entente.url}/api/v1/deals`, {
    data: { name: 'Play pilot', currency: 'EUR', amountMinor: 5_000_000, lines: [] },
    headers: { origin: entente.url },
  });
  const deal = (await posted.json()) as Deal;
  await page.getByRole('button', { name: 'Run on past deals' }).click();
  await page.getByText('Would have started on 1 deal of').waitFor({ timeout: 30_000 });
  await page.getByRole('list', { name: 'Deals it would have started on' }).getByRole('link', { name: 'Play pilot' }).waitFor();

  await page.keyboard.press('Control+s');
  await until('the version is saved', async () => ((await mine())?.latestVersion === 3 ? true : undefined));
  await page.getByRole('button', { name: 'Make live' }).click();
  const play = await until('the play is live', async () => {
    const now = await mine();
    return now?.status === 'live' ? now : undefined;
  });
  assert.equal(play.liveVersion, 3);

  const moved = await context.request.post(`${entente.url}/api/v1/deals/${deal.id}/stage`, {
    data: { to: 'qualified' },
    headers: { origin: entente.url, 'if-match': `"${deal.version}"` },
  });
  assert.ok(moved.ok(), await moved.text());
  const run = await until('a run has begun by itself', async () => (await get<{ items: Run[] }>(`/runs?playId=${play.id}&dealId=${deal.id}`)).items[0]);

  await page.goto(`${entente.url}/deals/${deal.id}`);
  await page.getByRole('region', { name: 'Plays on this deal' }).getByRole('link', { name: 'Pilot attach' }).click();
  await page.waitForURL(new RegExp(run.id));
  await page.getByRole('heading', { level: 1, name: 'Pilot attach' }).waitFor();
  const { steps } = await get<Run>(`/runs/${run.id}`);
  assert.equal(await page.getByRole('region', { name: 'Steps' }).getByRole('listitem').count(), steps.length);
});

test('a play is started by hand from the deal, and its act is answered in the inbox by key', async () => {
  const { items } = await get<{ items: Deal[] }>('/deals?status=open&withoutPartner=true&sort=-amount&limit=1');
  const deal = items[0];
  assert.ok(deal);
  await page.goto(`${entente.url}/deals/${deal.id}`);
  await page.getByRole('heading', { level: 1, name: deal.name }).waitFor();
  await page.keyboard.press('p');
  await page.getByRole('dialog').getByRole('radio', { name: 'Multi-partner solution' }).check({ force: true });
  await page.getByRole('dialog').getByRole('button', { name: 'Start play' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  type Act = { id: string; runId: string | null; title: string; choices: { key: string; needsNote: boolean }[] };
  const act = await until('somebody is asked', async () =>
    (await get<{ items: Act[] }>(`/acts?mine=false&dealId=${deal.id}`)).items.find(
      (entry) => entry.choices[0]?.needsNote === false && entry.title.includes('team'),
    ),
  );
  await page.goto(`${entente.url}/inbox?all=true&act=${act.id}`);
  await page.getByRole('heading', { level: 2, name: act.title }).waitFor();
  await page.keyboard.press('e');
  await until('the act is answered', async () =>
    (await get<{ items: Act[] }>(`/acts?mine=false&status=done&dealId=${deal.id}`)).items.find((entry) => entry.id === act.id),
  );
});

test('runs under way can be told from those that ended', async () => {
  await page.goto(`${entente.url}/overview`);
  const link = page.getByRole('main').getByRole('link', { name: 'Runs under way', exact: true });
  await link.click();
  await page.waitForURL(/status=open/);
  await page.getByRole('region', { name: 'Runs' }).getByRole('listitem').first().waitFor();
  assert.equal(await page.getByRole('region', { name: 'Runs' }).getByRole('listitem').getByText('Done', { exact: true }).count(), 0);
});

test('no screen threw an error', () => assert.deepEqual(faults, []));
