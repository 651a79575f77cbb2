import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { launchBrowser } from '@entente/testkit';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { callAs, sound, until } from './journey.ts';
import { settled } from './page-checks.ts';
import { install, signIn, type Installation } from './support.ts';

/* What the journey of subscriptions and usage works with: the page, the API beside it, days, and arithmetic that knows nothing of the product. */
const DAY_MS = 86_400_000;
export const today = (): string => new Date().toISOString().slice(0, 10);
export const addDays = (from: string, days: number): string => new Date(Date.parse(from) + days * DAY_MS).toISOString().slice(0, 10);
export const daysFrom = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
/** The same day of another month; of days that every month has. */
export function addMonth(from: string, months: number): string {
  const [year = 0, month = 0] = from.split('-').map(Number);
  return `${new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 7)}-${from.slice(8)}`;
}

/** What days of a period cost: its price by the share of its days, the share to nine places and the amount to the cent. */
export const ofDays = (periodMinor: number, days: number, all: number): number =>
  days === all ? periodMinor : Math.round((periodMinor * Math.round((days / all) * 1e9)) / 1e9);
/** What is given back of an amount when only some of its days are kept. */
export const givenBack = (amountMinor: number, kept: number, all: number): number => Math.round((amountMinor * kept) / all) - amountMinor;
export const sumOf = (amounts: readonly number[]): number => amounts.reduce((sum, amount) => sum + amount, 0);
const euros = new Intl.NumberFormat('en-GB', { style: 'currency', currency: 'EUR' });
export const money = (minor: number): string => euros.format(minor / 100).replace('-', '−');

export type Charge = {
  id: string;
  kind: string;
  description: string;
  quantity: string;
  amountMinor: number;
  creditsId: string | null;
  explanation: { steps: { label: string; formula: string }[] };
};
export type Subscription = {
  id: string;
  name: string;
  state: string;
  items: { id: string; description: string; quantity: string; from: string; to: string | null; subject: string | null; meterKey: string | null }[];
  pauses: { from: string; to: string | null }[];
  changes: { kind: string; netMinor: number; effectiveOn: string }[];
};

export class Desk {
  readonly entente: Installation;
  readonly page: Page;
  private readonly browser: Browser;
  private readonly people: BrowserContext;
  private constructor(entente: Installation, browser: Browser, people: BrowserContext, page: Page) {
    this.entente = entente;
    this.browser = browser;
    this.people = people;
    this.page = page;
  }
  static async start(): Promise<Desk> {
    const entente = await install();
    const browser = await launchBrowser();
    const people = await browser.newContext({ viewport: { width: 1440, height: 1000 } });
    await signIn(people.request, entente);
    const page = await people.newPage();
    page.setDefaultTimeout(20_000);
    return new Desk(entente, browser, people, page);
  }
  async stop(): Promise<void> {
    await this.browser.close();
    await this.entente.stop();
  }
  call<T>(method: string, path: string, body?: unknown, ifVersion?: number): Promise<T> {
    return callAs<T>(this.people, this.entente.url, method, path, body, ifVersion);
  }
  read<T>(path: string): Promise<T> {
    return this.call<T>('GET', path);
  }
  /** Somebody in the CRM changes a field of an opportunity. */
  async inCrm(id: string, field: string, value: string): Promise<void> {
    const simulators = `http://127.0.0.1:${Number(new URL(this.entente.url).port) + 100}`;
    const answer = await fetch(`${simulators}/_control/acts/salesforce/edit-field`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ id, field, value }),
    });
    assert.ok(answer.ok, await answer.text());
  }
  async open(path: string): Promise<void> {
    await this.page.goto(`${this.entente.url}${path}`);
    await settled(this.page);
  }
  async sound(what: string): Promise<void> {
    await sound(what, this.page);
  }
  get dialog(): Locator {
    return this.page.getByRole('dialog').last();
  }
  button(name: string, on: Page | Locator = this.page): Locator {
    return on.getByRole('button', { name, exact: true });
  }
  /** A field of the dialog by its label: the words that say it is required stand behind it. */
  field(label: string, on: Locator = this.dialog): Locator {
    return on.getByRole('textbox', { name: new RegExp(`^${label}`) }).or(on.getByLabel(new RegExp(`^${label}( \\(required\\))?$`)));
  }
  async fill(label: string, value: string, on: Locator = this.dialog): Promise<void> {
    const field = this.field(label, on).first();
    await field.fill(value);
    await field.blur();
  }
  /** One of the options of a list of the dialog. */
  async choose(label: string, option: string, on: Locator = this.dialog): Promise<void> {
    await on
      .getByRole('button', { name: new RegExp(`${label}( \\(required\\))?$`) })
      .first()
      .click();
    await this.page.getByRole('option', { name: option }).first().click();
  }
  /** One of many, which is searched by name. */
  async search(label: string, name: string, on: Locator = this.dialog): Promise<void> {
    const box = on.getByRole('combobox', { name: new RegExp(`^${label}`) }).first();
    await box.fill(name);
    await this.page.getByRole('option', { name }).first().click();
  }
  /** Presses the verb of a dialog that is then done, and closed. */
  async done(verb: string): Promise<void> {
    const open = await this.page.getByRole('dialog').count();
    await this.button(verb, this.dialog).click();
    await until(`the dialog closing after “${verb}”`, async () => (await this.page.getByRole('dialog').count()) < open, 20_000);
    await settled(this.page);
  }
  async more(item: string): Promise<void> {
    await this.button('More').first().click();
    await this.page.getByRole('menuitem', { name: item, exact: true }).click();
  }
  tab(name: string): Promise<void> {
    return this.page
      .getByRole('tablist', { name: 'Subscriptions', exact: true })
      .getByRole('tab', { name, exact: true })
      .click()
      .then(() => settled(this.page));
  }
  /** The rows of a file that a press saves, each by the names of its columns. */
  async saved(press: () => Promise<void>): Promise<{ name: string; rows: Record<string, string>[] }> {
    const [file] = await Promise.all([this.page.waitForEvent('download'), press()]);
    const [head = [], ...lines] = records(readFileSync(await file.path(), 'utf8').replace('\uFEFF', ''));
    return { name: file.suggestedFilename(), rows: lines.map((cells) => Object.fromEntries(head.map((column, place) => [column, cells[place] ?? '']))) };
  }
  async charges(subscriptionId: string): Promise<Charge[]> {
    return (await this.read<{ items: Charge[] }>(`/charges?subscriptionId=${subscriptionId}&limit=200`)).items;
  }
  subscription(id: string): Promise<Subscription> {
    return this.read<Subscription>(`/subscriptions/${id}`);
  }
  /** What is to be charged on a day. */
  async scheduled(id: string, on: string): Promise<number> {
    const { items } = await this.read<{ items: { on: string; amountMinor: number }[] }>(`/subscriptions/${id}/schedule`);
    return sumOf(items.filter((one) => one.on === on).map(({ amountMinor }) => amountMinor));
  }
}

/** Lines of CSV, of which none goes over two lines. */
function records(text: string): string[][] {
  return text
    .split('\r\n')
    .filter((line) => line !== '')
    .map((line) => [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? ''));
}

/** An account of the sample nobody subscribed for yet. */
export async function freeAccount(desk: Desk): Promise<{ id: string; name: string }> {
  const { items } = await desk.read<{ items: { id: string; name: string }[] }>('/accounts?limit=200');
  for (const account of items) {
    const { items: theirs } = await desk.read<{ items: unknown[] }>(`/subscriptions?accountId=${account.id}`);
    // A name that is the only one of its kind is found by its name.
    if (theirs.length === 0 && items.filter(({ name }) => name.startsWith(account.name)).length === 1) return account;
  }
  assert.fail('an account without a subscription');
}
