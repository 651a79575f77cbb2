import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { launchBrowser } from '@entente/testkit';
import { registerByKeyboard } from '../e2e/register-by-keyboard.ts';
import { signIn } from '../e2e/support.ts';
import { removeHome, temporaryHome } from './lib/installation.ts';
import { startProduct } from './lib/product.ts';
import { atMost } from './lib/report.ts';

/** A partner of the sample registers a deal by keyboard alone, from the portal's first page to submitted, at the pace of somebody who types. */
const MS_PER_KEY = 100;
const BAR_SECONDS = 45;

const home = temporaryHome();
const product = await startProduct(home);
const browser = await launchBrowser();
try {
  const [, password = '', email = ''] = readFileSync(join(home, 'sign-in.txt'), 'utf8').split('\n');
  const url = `http://localhost:${product.port}`;
  for (const width of [1440, 390]) {
    const context = await browser.newContext({ viewport: { width, height: 900 } });
    await signIn(context.request, { url, email, password });
    const page = await context.newPage();
    await page.goto(`${url}/portal`);
    await page.getByRole('heading', { name: 'Needs you' }).waitFor();
    const customer = { domain: `bench-customer-${width}.com`, contact: `buyer@bench-customer-${width}.com` };
    const took = await registerByKeyboard(page, customer, MS_PER_KEY);
    atMost(`register a deal by keyboard, ${width} px, ${MS_PER_KEY} ms a key`, took / 1000, 's', BAR_SECONDS);
    await context.close();
  }
} finally {
  await browser.close();
  await product.stop();
  removeHome(home);
}
