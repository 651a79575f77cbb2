import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { launchBrowser } from '@entente/testkit';
import type { Browser, Page } from 'playwright-core';
import { install, signIn, type Installation } from './support.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
type Violation = { id: string; nodes: { html: string }[] };

let entente: Installation;
let browser: Browser;
let page: Page;
const faults: string[] = [];

before(async () => {
  entente = await install();
  browser = await launchBrowser();
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, bypassCSP: true, acceptDownloads: true });
  await signIn(context.request, entente);
  page = await context.newPage();
  page.on('pageerror', (error) => faults.push(error.message));
});
after(async () => {
  await browser?.close();
  await entente?.stop();
});

/** Looks at the step as it stands, on a phone and on a desk. */
async function sound(step: string): Promise<void> {
  await page.evaluate(axeSource);
  for (const width of [390, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    const found = await page.evaluate(async () => {
      const { axe } = window as unknown as { axe: { run(options: object): Promise<{ violations: Violation[] }> } };
      return (await axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })).violations;
    });
    const problems = found.map((violation) => `${violation.id} ${violation.nodes[0]?.html.slice(0, 160) ?? ''}`);
    if (await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)) problems.push('the page scrolls sideways');
    assert.deepEqual(problems, [], `${step}, ${width} px`);
  }
}

async function upload(name: string, text: string): Promise<void> {
  await page.goto(`${entente.url}/imports/new`);
  await page.getByRole('button', { name: 'Choose a file' }).waitFor();
  await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
  await press('Read the file');
  await page.getByRole('heading', { name }).waitFor();
}

const press = (name: string | RegExp): Promise<void> => page.getByRole('button', { name }).click();
const fieldFor = (column: string) => page.getByRole('button', { name: new RegExp(`Field for ${column}$`) });
const countOf = async (title: string, word: string): Promise<string> =>
  (await page
    .getByRole('region', { name: title })
    .locator('div', { has: page.locator('dt', { hasText: word }) })
    .last()
    .locator('dd')
    .textContent()) ?? '';

const ACCOUNTS = `account,sector,revenue,employees,office_location,subsidiary_of
Nordwind Textil,retial,1100.04,2822,Germany,
Nordwind Mode,retail,251.41,495,Germany,Nordwind Textil
Bergsee Optik,medical,647.18,many,Austria,
`;
const PIPELINE = `opportunity_id,account,deal_stage,engage_date,close_date,close_value
E2E-1,Nordwind Textil,Won,20-10-2016,13-03-2017,1054
E2E-2,Nordwnd Textil,Engaging,25-10-2016,,800
E2E-3,Nordwind Mode,Lost,31-02-2017,14-03-2017,0
"E2E-4,Nordwind Mode,Won,20-10-2016,13-03-2017,90
`;

test('accounts: a suggestion is chosen beforehand, a bad row is told, the rest goes in', async () => {
  await page.goto(`${entente.url}/imports/new`);
  await page.getByRole('button', { name: 'Choose a file' }).waitFor();
  await sound('upload');
  await upload('accounts.csv', ACCOUNTS);
  await page.getByText('Each row becomes').waitFor();
  assert.match((await fieldFor('office_location').textContent()) ?? '', /Country/);
  await sound('columns');
  await press('Continue');
  await page.getByText('Values of sector that are not known').waitFor();
  assert.match(await page.getByRole('combobox', { name: 'Use instead of retial' }).inputValue(), /^Retail \(suggested/);
  await sound('values');
  await press('Continue');
  await page.getByRole('radio', { name: /Fill only what is blank/ }).waitFor({ state: 'attached' });
  await sound('duplicates');
  await press('Check all rows');
  await page.getByRole('region', { name: 'What would happen' }).waitFor();
  assert.deepEqual([await countOf('What would happen', 'New'), await countOf('What would happen', 'Errors')], ['2', '1']);
  await page.getByRole('tab', { name: /Errors/ }).click();
  await page.getByText('"many" is not a whole number.').waitFor();
  await sound('dry run');
  await press('Import 2 rows');
  await page.getByRole('button', { name: 'Import another file' }).waitFor();
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download error file' }).click()]);
  assert.match(readFileSync(await file.path(), 'utf8'), /^Row,Reason,account,.*\r\n4,.*not a whole number.*Bergsee Optik/);
  await sound('result');
});

test('pipeline: dates are proven, broken rows are told, and a deal that came in can be worked on', async () => {
  await upload('sales_pipeline.csv', PIPELINE);
  await page.getByText(/engage_date: .*day-month-year/i).waitFor();
  await press('Continue');
  assert.match(await page.getByRole('combobox', { name: 'Use instead of Nordwnd Textil' }).inputValue(), /^Nordwind Textil \(suggested/);
  await press('Continue');
  await press('Check all rows');
  await page.getByRole('region', { name: 'What would happen' }).waitFor();
  assert.deepEqual([await countOf('What would happen', 'New'), await countOf('What would happen', 'Errors')], ['2', '2']);
  await press('Import 2 rows');
  await page.getByRole('button', { name: 'Import another file' }).waitFor();
  await page.getByRole('tab', { name: /^New/ }).click();
  await page.getByRole('link', { name: 'Open record' }).first().click();
  await page.getByRole('heading', { name: 'Nordwind Textil' }).waitFor();
  await page.getByText('€1,054').first().waitFor();
  await page.goBack();
  await press('Undo import');
  await page.getByRole('dialog').getByText('The 2 records it made are removed.').waitFor();
  await sound('undo');
  await page.getByRole('dialog').getByRole('button', { name: 'Undo import' }).click();
  await page.getByRole('region', { name: 'What is left' }).waitFor();
  assert.equal(await countOf('What is left', 'Still there'), '0');
  await sound('taken back');
});

test('the same columns come back with what was chosen, by name', async () => {
  await upload('accounts of May.csv', ACCOUNTS);
  await page.getByText(/are those of "accounts\.csv"/).waitFor();
  await press('Forget choices, propose again');
  await page.getByText('Proposed again from the file alone.', { exact: false }).waitFor();
  assert.equal(await page.getByText(/are those of "accounts\.csv"/).count(), 0);
});

test('a file that is no table is refused with a sentence, and nothing is kept', async () => {
  await page.goto(`${entente.url}/imports/new`);
  await page.locator('input[type=file]').setInputFiles({ name: 'scan.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') });
  await press('Read the file');
  await page.getByRole('alert').getByText('"scan.pdf" is not a CSV or XLSX file.').waitFor();
  await sound('refused');
  await page.goto(`${entente.url}/imports`);
  await page.getByRole('link', { name: 'accounts.csv' }).first().waitFor();
  assert.equal(await page.getByText('scan.pdf').count(), 0);
});

test('no screen threw an error', () => assert.deepEqual(faults, []));
