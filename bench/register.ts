import { launchBrowser } from '@entente/testkit';
import { registerByKeyboard } from '../e2e/register-by-keyboard.ts';
import { install, signIn } from '../e2e/support.ts';
import { atMost } from './lib/report.ts';

/** A partner registers a deal by keyboard alone, from the portal's first page to submitted, at the pace of somebody who types. */
const MS_PER_KEY = 100;
const BAR_SECONDS = 45;

const entente = await install();
const browser = await launchBrowser();
try {
  for (const width of [1440, 390]) {
    const context = await browser.newContext({ viewport: { width, height: 900 } });
    await signIn(context.request, { ...entente, email: entente.partnerEmail });
    const page = await context.newPage();
    await page.goto(`${entente.url}/portal`);
    await page.getByRole('heading', { name: 'Needs you' }).waitFor();
    const took = await registerByKeyboard(page, { domain: `bench-customer-${width}.com`, contact: `buyer@bench-customer-${width}.com` }, MS_PER_KEY);
    atMost(`register a deal by keyboard, ${width} px, ${MS_PER_KEY} ms a key`, took / 1000, 's', BAR_SECONDS);
    await context.close();
  }
} finally {
  await browser.close();
  await entente.stop();
}
