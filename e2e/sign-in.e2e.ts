import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { launchBrowser } from '@entente/testkit';
import { TOTP, Secret } from 'otpauth';
import type { Page } from 'playwright-core';
import { emptyInstallation, newPerson, PASSWORD, signIn, signOut, violations } from './sign-in-support.ts';

const entente = await emptyInstallation();
const browser = await launchBrowser();
const { tenantId } = await entente.workspace('northwind', 'Northwind', 'olga@northwind.example');
const faults: string[] = [];

after(() => browser.close());

async function open(email?: string, path = '/sign-in'): Promise<Page> {
  const { page } = await newPerson(browser, entente);
  page.setDefaultTimeout(15_000);
  page.on('pageerror', (error) => faults.push(error.message));
  await page.goto(path);
  if (email !== undefined) {
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await signIn(page, email);
    await page.getByRole('navigation', { name: 'Main' }).waitFor();
  }
  return page;
}
const totpOf = (secret: string): TOTP => new TOTP({ secret: Secret.fromBase32(secret) });
const text = (page: Page, words: string | RegExp) => page.getByText(words).first().waitFor();

test('whoever asks for a page signs in and comes to that page', async () => {
  await entente.person(tenantId, 'anna@northwind.example', 'admin');
  const page = await open(undefined, '/settings/people?q=anna');
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await signIn(page, 'anna@northwind.example', 'not the password');
  await text(page, 'E-mail and password do not match');
  await signIn(page, 'anna@northwind.example');
  await text(page, 'anna@northwind.example');
  assert.match(page.url(), /\/settings\/people\?q=anna$/);
  // Who is signed in already is not asked again.
  await page.goto('/sign-in?next=%2Fsettings%2Froles');
  await page.waitForURL('**/settings/roles');
  await page.goto('/sign-in?next=https%3A%2F%2Fevil.example');
  await page.waitForURL('**/inbox');
  await page.context().close();
});

test('a forgotten password: mail, page, new password, and the link works once', async () => {
  await entente.person(tenantId, 'rita@northwind.example', 'seller');
  const page = await open();
  await page.getByRole('link', { name: 'Forgot password' }).click();
  await page.getByLabel('Work e-mail').fill('rita@northwind.example');
  await page.getByRole('button', { name: 'Send link' }).click();
  await text(page, /a link to set a new password is on its way/);
  const link = await entente.linkTo('rita@northwind.example', /^Set your password/);
  await page.goto(link);
  const field = page.getByRole('textbox', { name: 'New password' });
  await field.fill('too short');
  await page.getByRole('button', { name: 'Save password' }).click();
  await text(page, 'Use at least 12 characters.');
  await field.fill('quite another password');
  await page.getByRole('button', { name: 'Show password' }).click();
  assert.equal(await field.getAttribute('type'), 'text');
  await page.getByRole('button', { name: 'Save password' }).click();
  await text(page, 'Your new password is saved.');
  await signIn(page, 'rita@northwind.example', 'quite another password');
  await page.waitForURL('**/inbox');
  await page.goto(link);
  await text(page, 'This link no longer works');
  await page.getByRole('button', { name: 'Send a new link' }).click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
  await page.context().close();
});

test('a sign-in link leads to the wanted page, and a used one is explained', async () => {
  await entente.person(tenantId, 'mila@northwind.example', 'seller', {});
  const page = await open(undefined, '/accounts');
  await page.getByRole('button', { name: 'E-mail me a sign-in link' }).click();
  await text(page, 'Enter your e-mail first.');
  await page.getByLabel('Work e-mail').fill('mila@northwind.example');
  await page.getByRole('button', { name: 'E-mail me a sign-in link' }).click();
  await page.getByRole('heading', { name: 'Check your mail' }).waitFor();
  const link = await entente.linkTo('mila@northwind.example', /sign-in link/);
  await page.goto(link);
  await page.waitForURL('**/accounts');
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
  const again = await open(undefined, link);
  await text(again, 'This link no longer works: it was used already, or it is too old.');
  await again.context().close();

  // Nobody who came by a link has a password; they can set one by mail.
  await page.goto('/settings/security');
  await page.getByRole('button', { name: 'Send me a link to set one' }).click();
  await entente.linkTo('mila@northwind.example', /^Set your password/);
  await page.context().close();
});

test('the second factor: set up, code, trusted device, backup code once, off', async () => {
  const email = 'tom@northwind.example';
  await entente.person(tenantId, email, 'seller');
  const page = await open(email, '/settings/security');
  const card = page.getByRole('region', { name: 'Second factor' });
  await card.getByRole('button', { name: 'Set up' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Current password' }).fill('not the password');
  await dialog.getByRole('button', { name: 'Continue' }).click();
  await dialog.getByText('The current password does not match.').waitFor();
  await dialog.getByRole('textbox', { name: 'Current password' }).fill(PASSWORD);
  await dialog.getByRole('button', { name: 'Continue' }).click();
  await card.getByTitle('QR code for your authenticator app').or(card.locator('svg title')).first().waitFor({ state: 'attached' });
  const totp = totpOf((await card.locator('code').first().innerText()).replaceAll(/\s/g, ''));
  assert.deepEqual(await violations(page), []);
  await card.getByLabel('Six-digit code').fill('12');
  await card.getByRole('button', { name: 'Turn on' }).click();
  await card.getByText('That code does not match').waitFor();
  await card.getByLabel('Six-digit code').fill(totp.generate());
  await card.getByRole('button', { name: 'Turn on' }).click();
  const shown = card.getByRole('list', { name: 'Backup codes' }).getByRole('listitem');
  await shown.first().waitFor();
  const codes = await shown.allInnerTexts();
  assert.equal(codes.length, 10);
  await card.getByRole('button', { name: 'I have kept them' }).click();
  await card.getByText('On', { exact: true }).waitFor();

  await signOut(page);
  await signIn(page, email);
  await page.getByRole('heading', { name: 'Second factor' }).waitFor();
  await page.getByLabel('Six-digit code').fill('000');
  await page.getByRole('button', { name: 'Verify' }).click();
  await text(page, 'That code does not match');
  await page.getByLabel('Six-digit code').fill(totp.generate());
  await page.getByText('Do not ask on this device for 30 days').click();
  await page.getByRole('button', { name: 'Verify' }).click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
  await signOut(page);
  await signIn(page, email);
  await page.getByRole('navigation', { name: 'Main' }).waitFor();

  const elsewhere = await open();
  for (const [code, accepted] of [
    [codes[0] ?? '', true],
    [codes[0] ?? '', false],
    [(codes[1] ?? '').replace('-', ''), true],
  ] as const) {
    await signIn(elsewhere, email);
    await elsewhere.getByRole('button', { name: 'Use a backup code' }).click();
    await elsewhere.getByLabel('Backup code').fill(code);
    await elsewhere.getByRole('button', { name: 'Verify' }).click();
    if (accepted) {
      await elsewhere.getByRole('navigation', { name: 'Main' }).waitFor();
      await signOut(elsewhere);
    } else {
      await text(elsewhere, 'it was used already');
      await elsewhere.getByRole('button', { name: 'Back to sign in' }).click();
    }
  }
  // A link from the mailbox is only one factor.
  await elsewhere.goto('/sign-in?next=%2Fplays');
  await elsewhere.getByLabel('Work e-mail').fill(email);
  await elsewhere.getByRole('button', { name: 'E-mail me a sign-in link' }).click();
  await elsewhere.getByRole('heading', { name: 'Check your mail' }).waitFor();
  await elsewhere.goto(await entente.linkTo(email, /sign-in link/));
  await elsewhere.getByLabel('Six-digit code').fill(totp.generate());
  await elsewhere.getByRole('button', { name: 'Verify' }).click();
  await elsewhere.waitForURL('**/plays');
  await elsewhere.context().close();

  await page.goto('/settings/security');
  await card.getByRole('button', { name: 'Turn off' }).click();
  await dialog.getByRole('textbox', { name: 'Current password' }).fill(PASSWORD);
  await dialog.getByRole('button', { name: 'Turn off' }).click();
  await card.getByText('Off', { exact: true }).waitFor();
  await entente.linkTo(email, /second factor .* is off/);
  await page.context().close();
});

test('a passkey: added, renamed, signs in, removed', async () => {
  const email = 'pia@northwind.example';
  await entente.person(tenantId, email, 'seller');
  const page = await open(email, '/settings/security');
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  const card = page.getByRole('region', { name: 'Passkeys' });
  await card.getByText('No passkeys yet.').waitFor();
  await card.getByRole('button', { name: 'Add passkey' }).click();
  await card.getByRole('button', { name: 'Rename Passkey' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('Work laptop');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await card.getByText('Work laptop').waitFor();
  await entente.linkTo(email, /^A passkey was added/);

  await signOut(page);
  await page.goto('/sign-in?next=%2Fsettings%2Fsecurity');
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await page.waitForURL('**/settings/security');
  await card.getByRole('button', { name: 'Remove Work laptop' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
  await card.getByText('No passkeys yet.').waitFor();

  await signOut(page);
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await text(page, 'No passkey was accepted.');
  await page.context().close();
});

test('other sessions are signed out at once and come back to where they were', async () => {
  const email = 'sven@northwind.example';
  await entente.person(tenantId, email, 'seller');
  const phone = await open(email, '/accounts');
  const page = await open(email, '/settings/security');
  const card = page.getByRole('region', { name: 'Sessions' });
  await card.getByText('This one').waitFor();
  assert.equal(await card.getByRole('listitem').count(), 2);
  await card.getByRole('button', { name: 'Sign out everywhere else' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out everywhere else' }).click();
  await text(page, '1 other session ended');
  await phone.getByRole('link', { name: 'Plays' }).first().click();
  await phone.getByRole('heading', { name: 'Sign in' }).waitFor();
  await signIn(phone, email);
  await phone.waitForURL('**/plays');

  await page.getByRole('textbox', { name: 'Current password' }).fill(PASSWORD);
  await page.getByRole('textbox', { name: 'New password' }).fill('an even better password');
  await page.getByRole('button', { name: 'Change password' }).click();
  await text(page, 'Password changed.');
  await entente.linkTo(email, /^Your password .* was changed/);
  await phone.reload();
  await phone.getByRole('heading', { name: 'Sign in' }).waitFor();
  await phone.context().close();
  await page.context().close();
});

test('who works in two workspaces moves between them, tab by tab', async () => {
  const email = 'wanda@northwind.example';
  await entente.person(tenantId, email, 'admin');
  const other = await entente.workspace('southwind', 'Southwind', 'otto@southwind.example');
  await entente.person(other.tenantId, email, 'seller', {});
  const page = await open(email);
  await page.getByText('Northwind').first().waitFor();
  await page.getByRole('button', { name: 'Wanda' }).last().click();
  await page.getByRole('menuitem', { name: 'Southwind' }).click();
  await page.getByText('Southwind').first().waitFor();
  const second = await page.context().newPage();
  await second.goto('/inbox?workspace=northwind');
  await second.getByText('Northwind').first().waitFor();
  await page.reload();
  await page.getByText('Southwind').first().waitFor();
  // A membership that ends does not leave the browser stuck in the workspace it remembers.
  await entente.database.query("update membership set status = 'ended', ended_at = now() where tenant_id = $1 and role = 'seller'", [other.tenantId]);
  await new Promise((resolve) => setTimeout(resolve, 5500));
  await page.reload();
  await page.getByText('Northwind').first().waitFor();
  await page.context().close();
});

test('the last owner cannot give the role away; with a second one they can', async () => {
  const { tenantId: own, password } = await entente.workspace('westwind', 'Westwind', 'olaf@westwind.example');
  await entente.person(own, 'pete@westwind.example', 'admin');
  const page = await open();
  await signIn(page, 'olaf@westwind.example', password);
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
  await page.goto('/settings/people');
  const chooseRole = async (person: string, role: string) => {
    await page.getByRole('button', { name: new RegExp(`Role of ${person}`) }).click();
    await page.getByRole('option', { name: role, exact: true }).click();
  };
  await chooseRole('Olga Owner', 'Admin');
  await page.getByRole('dialog').getByRole('button', { name: 'Change your own role' }).click();
  await text(page, 'This is the last owner of the workspace.');
  await chooseRole('Pete', 'Owner');
  await text(page, 'Pete is now Owner');
  await chooseRole('Olga Owner', 'Seller');
  await page.getByRole('dialog').getByRole('button', { name: 'Change your own role' }).click();
  await page.getByRole('button', { name: 'Invite person' }).waitFor({ state: 'detached' });
  await page.context().close();
});

test('an invitation: mail in the mailbox, accepted, signed in', async () => {
  const { password } = await entente.workspace('eastwind', 'Eastwind', 'olivia@eastwind.example');
  const page = await open();
  await signIn(page, 'olivia@eastwind.example', password);
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
  await page.goto('/settings/people');
  await page.getByRole('button', { name: 'Invite person' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('Nina New');
  await page.getByRole('dialog').getByLabel('E-mail').fill('nina@eastwind.example');
  await page.getByRole('button', { name: 'Send invitation' }).click();
  await text(page, 'nina@eastwind.example');
  await page.goto('/settings/mailbox');
  await page.getByText('invites you to Eastwind on Entente').click();
  const mail = await page.getByText(/Open this link to accept/).innerText();
  const link = /https?:\/\/\S+/.exec(mail)?.[0];
  assert.ok(link);
  const nina = await open(undefined, link);
  await nina.waitForURL('**/inbox');
  await nina.getByText('Eastwind').first().waitFor();
  await nina.context().close();
  await page.context().close();
});

test('too many tries are explained with the time to wait', async () => {
  const page = await open();
  for (let turn = 0; turn < 11; turn += 1) {
    const answered = page.waitForResponse('**/api/auth/sign-in/email');
    await signIn(page, `guess${turn}@northwind.example`, 'not the password');
    await answered;
  }
  await text(page, /Too many attempts\. Try again in \d+ seconds?\./);
  await page.context().close();
});

test('somebody without a workspace is told so', async () => {
  await entente.person(tenantId, 'nora@northwind.example', 'seller');
  const page = await open('nora@northwind.example');
  await entente.database.query(
    `update membership set status = 'ended', ended_at = now() where user_id = (select id from "user" where email = 'nora@northwind.example')`,
  );
  await new Promise((resolve) => setTimeout(resolve, 5500));
  await page.reload();
  await text(page, /No workspace for/);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await page.context().close();
});

const outside = ['/sign-in', '/sign-in?error=INVALID_TOKEN', '/sign-in?step=forgot-password', '/sign-in?step=second-factor', '/reset-password?token=over'];
const inside = ['/settings/security', '/settings/people', '/settings/mailbox'];
for (const theme of ['light', 'dark'] as const)
  for (const width of [1440, 390] as const)
    for (const locale of ['en', 'ar'] as const)
      test(`no accessibility fault, nothing wider than the screen: ${theme}, ${width} px, ${locale}`, async () => {
        const page = await open();
        await page.emulateMedia({ colorScheme: theme });
        await page.setViewportSize({ width, height: 900 });
        const problems: string[] = [];
        const look = async (paths: string[]) => {
          await page.evaluate((id) => localStorage.setItem('entente.locale', id), locale);
          for (const path of paths) {
            await page.goto(path);
            await page.getByRole('main').first().waitFor();
            await page.waitForFunction(() => document.querySelector('.ghost') === null && document.querySelector('h1') !== null);
            problems.push(...(await violations(page)).map((violation) => `${path} ${violation}`));
            if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)) problems.push(`${path} is too wide`);
          }
        };
        await look(outside);
        await page.evaluate(() => localStorage.setItem('entente.locale', 'en'));
        await page.goto('/sign-in');
        await signIn(page, 'anna@northwind.example');
        await page.getByRole('navigation', { name: 'Main' }).waitFor();
        await look(inside);
        assert.deepEqual(problems, []);
        await page.context().close();
      });

test('no screen threw an error', () => assert.deepEqual(faults, []));
