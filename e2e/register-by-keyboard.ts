import type { Page } from 'playwright-core';

/**
 * From the portal's first page to a submitted registration, by keyboard alone: one act and four fields. Gives how long it took, with
 * `msPerKey` for each key. The page is at the portal's home, with nothing typed yet.
 */
export async function registerByKeyboard(page: Page, customer: { domain: string; contact: string }, msPerKey = 0): Promise<number> {
  const begin = performance.now();
  const key = async (name: string): Promise<void> => page.keyboard.press(name, { delay: msPerKey });
  await key('r');
  await page.getByLabel('Customer website').waitFor();
  await page.keyboard.type(customer.domain, { delay: msPerKey });
  await key('Tab');
  await page.keyboard.type(customer.contact, { delay: msPerKey });
  await key('Tab');
  await key('Space');
  await tabTo(page, () => page.getByRole('button', { name: 'End of next quarter' }).evaluate((button) => button === document.activeElement), key);
  await key('Enter');
  await page.keyboard.press('Control+Enter', { delay: msPerKey });
  await page.waitForURL(/\/portal\/registrations\/[0-9a-f-]{36}$/);
  await page.getByRole('heading', { level: 1 }).waitFor();
  return performance.now() - begin;
}

async function tabTo(page: Page, there: () => Promise<boolean>, key: (name: string) => Promise<void>): Promise<void> {
  for (let presses = 0; presses < 40; presses += 1) {
    if (await there()) return;
    await key('Tab');
  }
  throw new Error(`the keyboard does not get there: ${await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 200))}`);
}
