import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Role } from '@entente/contracts/permissions';
import { createApp } from '@entente/server/src/compose/app.ts';
import { insertWorkspaceWithOwner } from '@entente/server/src/compose/first-run.ts';
import { addMembership, createPerson } from '@entente/server/src/modules/identity/index.ts';
import { testDatabase } from '@entente/testkit';
import { pino } from 'pino';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { freePort } from './support.ts';

export const PASSWORD = 'correct horse battery';
const webFolder = fileURLToPath(new URL('../packages/web/dist', import.meta.url));
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The whole product with an empty database, at an address of its own: people and workspaces are made as each test needs them. */
export async function emptyInstallation() {
  let stop = (): Promise<void> => Promise.resolve();
  // Registered before the database's own, so that the server lets go of the database before it is dropped.
  after(() => stop());
  const test = await testDatabase();
  const home = mkdtempSync(join(tmpdir(), 'entente-sign-in-'));
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const app = await createApp({
    connection: test.connection,
    home,
    secret: 's'.repeat(43),
    smtpUrl: null,
    publicUrl: url,
    webFolder,
    logger: pino({ level: 'silent' }),
    role: 'web',
    // Each browser says by X-Forwarded-For where it is: the limits on sign-in count addresses.
    trustProxy: 1,
  });
  stop = () => app.stop().finally(() => rmSync(home, { recursive: true, force: true }));
  await app.server.listen({ host: 'localhost', port });
  return {
    url,
    database: test.admin,
    async workspace(slug: string, name: string, ownerEmail: string): Promise<{ tenantId: string; password: string }> {
      return insertWorkspaceWithOwner(test.db, { slug, name, baseCurrency: 'EUR', ownerEmail, ownerName: 'Olga Owner', now: new Date(), sample: false });
    },
    async person(tenantId: string, email: string, role: Role, options: { password?: string } = { password: PASSWORD }): Promise<void> {
      await test.db.inTenant(tenantId, async (tx) => {
        const { userId } = await createPerson(tx, { email, name: (email.split('@')[0] ?? email).replace(/^./, (first) => first.toUpperCase()), ...options });
        await addMembership(tx, tenantId, { userId, role, now: new Date() });
      });
    },
    /** The link in the newest mail to an address; without a mail server the mail is kept in the database. */
    async linkTo(address: string, subject: RegExp): Promise<string> {
      for (let tries = 0; tries < 50; tries += 1) {
        const { rows } = await test.admin.query<{ subject: string; text_body: string }>(
          'select subject, text_body from mail_message where to_address = $1 order by id desc',
          [address],
        );
        const mail = rows.find((row) => subject.test(row.subject));
        const link = /https?:\/\/\S+/.exec(mail?.text_body ?? '')?.[0];
        if (link !== undefined) return link;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      throw new Error(`no mail for ${address}`);
    },
  };
}

export type Empty = Awaited<ReturnType<typeof emptyInstallation>>;

let browsers = 0;

/** A browser of its own, at a network address of its own, in English. */
export async function newPerson(browser: Browser, entente: Empty): Promise<{ context: BrowserContext; page: Page }> {
  browsers += 1;
  const context = await browser.newContext({
    baseURL: entente.url,
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    bypassCSP: true,
    extraHTTPHeaders: { 'x-forwarded-for': `203.0.113.${browsers}` },
  });
  const page = await context.newPage();
  return { context, page };
}

export async function signIn(page: Page, email: string, password = PASSWORD): Promise<void> {
  if (!page.url().includes('/sign-in')) await page.goto('/sign-in');
  await page.getByLabel('Work e-mail').fill(email);
  await page.getByRole('textbox', { name: 'Password' }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

export async function signOut(page: Page): Promise<void> {
  const item = page.getByRole('menuitem', { name: 'Sign out' });
  // A dialog that closes in the same moment gives the focus back, which closes the menu: it is opened again, as a person would.
  for (let tries = 0; tries < 5 && !(await item.isVisible()); tries += 1) {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('button').last().click();
    await item.waitFor({ timeout: 2_000 }).catch(() => undefined);
  }
  await item.click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
}

type Violation = { id: string; nodes: { html: string }[] };

export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  const found = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(on: object, options: object): Promise<{ violations: Violation[] }> } };
    // What the component library reads aloud stands there for seconds after it was read; it is no part of the screen.
    return (await axe.run({ exclude: [['[data-live-announcer]']] }, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })).violations;
  });
  return found.map((violation) => `${violation.id}: ${violation.nodes[0]?.html.slice(0, 200) ?? ''}`);
}
