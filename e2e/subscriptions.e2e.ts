import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { until } from './journey.ts';
import { settled } from './page-checks.ts';
import {
  addDays,
  addMonth,
  daysFrom,
  Desk,
  freeAccount,
  givenBack,
  money,
  ofDays,
  sumOf,
  today,
  type Charge,
  type Subscription,
} from './subscriptions-desk.ts';

/*
 * The desk of subscriptions and usage: a contract is started by hand and changed in every way, each change at the price that was shown
 * before it; usage is reported, refused, put right and paid from credit; outcomes are accepted by both sides; an order is started from
 * its deal. Amounts are added once more from days and prices.
 */
const METER = 'quay_messages';
const SUBJECT = 'quay-7';
let desk: Desk;
let account: { id: string; name: string };

/** A period that is under way by some days, which begins on a day that every month has. */
let start = addDays(today(), -10);
while (Number(start.slice(8)) > 28) start = addDays(start, -1);
const end = addMonth(start, 1);
const [all, used, rest] = [daysFrom(start, end), daysFrom(start, today()), daysFrom(today(), end)];
const lastMonth = addMonth(`${today().slice(0, 7)}-01`, -1);
let camerasId: string;
let dealId: string;
/** By hand: every amount of the cameras, in the order in which they came. */
const owed: number[] = [];

before(async () => {
  desk = await Desk.start();
  account = await freeAccount(desk);
  dealId = await sell();
});
after(() => desk?.stop());

/** Licences by the year and telemetry by usage, quoted and accepted; there is no meter of the telemetry yet. */
async function sell(): Promise<string> {
  const product = async (name: string, chargeType: string, meterKey: string | null, per: string, unitPrice: string): Promise<string> => {
    const { id: productId } = await desk.call<{ id: string }>('POST', '/products', { name, family: 'Quay' });
    await desk.call('PUT', `/pricing/products/${productId}`, { vendorId: null, chargeType, meterKey, taxCategory: 'S', unitLabel: 'units' }, 0);
    const { items } = await desk.read<{ items: { id: string; currency: string }[] }>('/pricing/books');
    await desk.call('POST', `/pricing/books/${items.find(({ currency }) => currency === 'EUR')?.id}/entries`, {
      productId,
      termMonths: null,
      per,
      model: { kind: 'unit', unitPrice, freeUnits: '0' },
      effectiveFrom: addDays(today(), -30),
    });
    return productId;
  };
  const [licences, telemetry] = [
    await product('Quay licences', 'recurring', null, 'year', '300'),
    await product('Quay telemetry', 'usage', 'quay_telemetry', 'month', '0.02'),
  ];
  const { id } = await desk.call<{ id: string }>('POST', '/deals', {
    name: 'Quay twelve',
    accountId: account.id,
    currency: 'EUR',
    closeOn: addDays(today(), 5),
    stage: 'committed',
  });
  type Quote = { id: string; version: number; state: string };
  let quote = await desk.call<Quote>('POST', '/quotes', {
    dealId: id,
    name: 'Quay twelve',
    expiresOn: addDays(today(), 20),
    request: {
      currency: 'EUR',
      region: null,
      partnerId: null,
      selections: [
        { kind: 'product', productId: licences, quantity: '4', termMonths: 12 },
        { kind: 'product', productId: telemetry, quantity: '1000', termMonths: 12 },
      ],
    },
  });
  quote = await desk.call<Quote>('POST', `/quotes/${quote.id}/submit`, {}, quote.version);
  assert.equal(quote.state, 'approved');
  quote = await desk.call<Quote>('POST', `/quotes/${quote.id}/send`, {}, quote.version);
  await desk.call('POST', `/quotes/${quote.id}/accept`, { acceptedBy: 'Head of the port', evidence: 'Signed order' }, quote.version);
  return id;
}

test('a subscription is started by hand, and its running period is charged at once', async () => {
  await desk.open('/money/subscriptions');
  await desk.sound('the subscriptions');
  await desk.button('New subscription').first().click();
  await desk.dialog.getByText('what is due until today is charged at once').waitFor();
  await desk.button('Start subscription', desk.dialog).click();
  await desk.dialog.getByText('Fill this in.').first().waitFor();
  await desk.dialog.getByText('An item is not complete.').waitFor();
  await desk.fill('Name', 'Quay cameras');
  await desk.search('Account', account.name);
  await desk.fill('Starts on', start);
  await desk.fill('Billing day', String(Number(start.slice(8))));
  await desk.fill('Description', 'Cameras');
  await desk.fill('Quantity', '10');
  await desk.fill('Unit price', '12.50');
  await desk.sound('the form of a subscription');
  await desk.done('Start subscription');
  await desk.page.getByRole('heading', { level: 1, name: 'Quay cameras' }).waitFor();
  await settled(desk.page);
  camerasId = desk.page.url().split('/').at(-1) ?? '';
  owed.push(12_500);
  assert.deepEqual(
    (await desk.charges(camerasId)).map(({ kind, amountMinor }) => [kind, amountMinor]),
    [['recurring', owed[0]]],
  );
  const row = desk.page.getByRole('row', { name: /Cameras/ });
  assert.match(await row.innerText(), /12\.50 EUR/);
  await row.getByText(money(12_500)).waitFor();
  await desk.sound('the subscription');
});

type Expected = { lines: number[]; net: number; after: number };
/** Fills the dialog of a change, reads what it would cost, makes it, and finds exactly that charged. */
async function change(name: string, { lines, net, after: period }: Expected, fillIn: () => Promise<void>): Promise<void> {
  const known = new Set((await desk.charges(camerasId)).map(({ id }) => id));
  await desk.button('Change subscription').click();
  await fillIn();
  const preview = desk.dialog.getByRole('region', { name: 'What it would cost' });
  const wanted = [...lines, net, period].map(money);
  const shown = async (): Promise<string[]> => {
    const [charged, sums] = [await preview.locator('li > div:first-child > bdi').allInnerTexts(), await preview.locator(':scope > dl dd').allInnerTexts()];
    return [...charged, sums[0] ?? '', sums[2] ?? ''];
  };
  await until(`the preview of ${name}`, async () => (await shown()).join() === wanted.join(), 8_000).catch(async () =>
    assert.deepEqual(await shown(), wanted, `${name}: ${await preview.innerText()}`),
  );
  if (lines.length === 0) await preview.getByText('Nothing is charged or given back at once.').waitFor();
  else if (name === 'upgrade') {
    await preview.getByText(`Cameras from ${today()} on, 16 instead of 10.`).waitFor();
    await desk.sound('the preview of a change');
  }
  await desk.done('Make the change');
  const made = (await desk.charges(camerasId)).filter(({ id }) => !known.has(id));
  const inOrder = (amounts: readonly number[]): number[] => amounts.toSorted((a, b) => a - b);
  assert.deepEqual(inOrder(made.map(({ amountMinor }) => amountMinor)), inOrder(lines), name);
  const [latest] = (await desk.subscription(camerasId)).changes;
  assert.equal(latest?.netMinor, net);
  if (net !== 0) await desk.page.getByText(money(net)).first().waitFor();
  owed.push(...lines);
}

test('an upgrade and an item more: what is left of the period is charged, what was paid for it given back', async () => {
  const cameras = ofDays(16 * 1250, rest, all);
  const back = givenBack(12_500, used, all);
  await change('upgrade', { lines: [back, cameras], net: back + cameras, after: 20_000 }, () => desk.fill('Quantity', '16'));
  const analytics = ofDays(4000, rest, all);
  await change('add', { lines: [analytics], net: analytics, after: 24_000 }, async () => {
    await desk.choose('What changes', 'Add an item');
    await desk.fill('Description', 'Night analytics');
    await desk.fill('Quantity', '2');
    await desk.fill('Unit price', '20');
  });
});

test('a pause gives back what is left of the period, and going on charges it again', async () => {
  const left = [ofDays(20_000, rest, all), ofDays(4000, rest, all)];
  await desk.more('Pause');
  await desk.button('Pause', desk.dialog).click();
  await desk.dialog.getByText('Say why.', { exact: true }).waitFor();
  await desk.fill('Reason', 'The quay is dredged');
  await desk.sound('the form of a pause');
  await desk.done('Pause');
  await desk.page.getByText('Paused', { exact: true }).first().waitFor();
  await desk.page.getByText('The quay is dredged').first().waitFor();
  assert.equal((await desk.subscription(camerasId)).state, 'paused');
  owed.push(...left.map((amount) => -amount));
  assert.equal(sumOf((await desk.charges(camerasId)).map(({ amountMinor }) => amountMinor)), sumOf(owed));
  await desk.button('Resume').click();
  await desk.done('Resume');
  await desk.button('Change subscription').waitFor();
  owed.push(...left);
  assert.equal((await desk.subscription(camerasId)).state, 'active');
  assert.equal(sumOf((await desk.charges(camerasId)).map(({ amountMinor }) => amountMinor)), sumOf(owed));
});

test('less takes effect today where today is said, and an item ends on the day that is said', async () => {
  const [before, now, analytics] = [ofDays(20_000, rest, all), ofDays(15_000, rest, all), ofDays(4000, rest, all)];
  await change('downgrade', { lines: [-before, now], net: now - before, after: 19_000 }, async () => {
    await desk.choose('What changes', 'Downgrade');
    await desk.choose('Item', 'Cameras');
    await desk.fill('Quantity', '12');
  });
  const back = givenBack(analytics, 3, rest);
  await change('remove', { lines: [back], net: back, after: 15_000 }, async () => {
    await desk.choose('What changes', 'Take an item out');
    await desk.choose('Item', 'Night analytics');
    await desk.choose('When', 'On a day');
    await desk.fill('Takes effect on', addDays(today(), 3));
  });
  assert.equal(sumOf((await desk.charges(camerasId)).map(({ amountMinor }) => amountMinor)), sumOf(owed), 'all of it, added by hand');
});

test('what is planned can be taken back: a change by another on its day, a pause and a cancellation before they begin', async () => {
  assert.equal(await desk.scheduled(camerasId, end), 15_000);
  await change('planned downgrade', { lines: [], net: 0, after: 6250 }, async () => {
    await desk.choose('What changes', 'Downgrade');
    await desk.fill('Quantity', '5');
    await desk.choose('When', 'When what is charged has ended');
  });
  assert.equal(await desk.scheduled(camerasId, end), 6250);
  // The summary of each month in the coming charges.
  await desk.page
    .locator('summary', { hasText: money(6250) })
    .first()
    .waitFor();
  await change('planned upgrade', { lines: [], net: 0, after: 15_000 }, async () => {
    await desk.fill('Quantity', '12');
    await desk.choose('When', 'On a day');
    await desk.fill('Takes effect on', end);
  });
  assert.equal(await desk.scheduled(camerasId, end), 15_000);
  const running = (await desk.subscription(camerasId)).items.filter(({ from, to }) => from === end && to === null);
  assert.deepEqual(
    running.map(({ quantity }) => quantity),
    ['12'],
  );
  assert.equal(await desk.page.getByRole('rowheader', { name: /Cameras/ }).count(), 3, 'what never ran does not stand among the items');

  await desk.more('Pause');
  await desk.fill('From', end);
  await desk.fill('Reason', 'Winter');
  await desk.done('Pause');
  assert.equal(await desk.scheduled(camerasId, end), 0);
  await desk.page.getByText('Nothing more will be charged.').waitFor();
  await desk.more('End the planned pause');
  assert.equal(await desk.field('On').first().inputValue(), end);
  await desk.done('End the pause');
  await desk.page.getByText('Nothing more will be charged.').waitFor({ state: 'hidden' });
  assert.equal(await desk.scheduled(camerasId, end), 15_000);
  assert.deepEqual((await desk.subscription(camerasId)).pauses, []);

  await desk.more('Cancel subscription');
  await desk.fill('Reason', 'The quay is sold');
  await desk.done('End the subscription');
  await desk.page.getByText('Nothing more will be charged.').waitFor();
  assert.equal(await desk.scheduled(camerasId, end), 0);
  await desk.more('Take the cancellation back');
  await desk.dialog.getByText('At the end of its term it is renewed by hand.').waitFor();
  await desk.done('Take it back');
  await desk.page.getByText('Nothing more will be charged.').waitFor({ state: 'hidden' });
  await desk.page.getByText(`It no longer ends on ${end}.`).waitFor();
  assert.equal(await desk.scheduled(camerasId, end), 15_000);
});

type Meter = { id: string; key: string };
type Grant = { id: string; description: string; left: string; used: string };
let meter: Meter;
let messagesId: string;

test('a meter is made, and units are sold beforehand; the order in which they are drawn stands at the price', async () => {
  await desk.open('/money/subscriptions?tab=meters');
  await desk.sound('the meters');
  await desk.button('New meter').first().click();
  await desk.fill('Key', 'Quay messages');
  await desk.button('Create meter', desk.dialog).click();
  await desk.dialog.getByText('Small letters, digits, dots, dashes; begins with a letter.').waitFor();
  await desk.fill('Key', METER);
  await desk.fill('Name', 'Messages of the quay');
  await desk.fill('Unit', 'messages');
  await desk.done('Create meter');
  await desk.page.getByRole('heading', { level: 1, name: 'Messages of the quay' }).waitFor();
  meter = await desk.read<Meter>(`/meters/${desk.page.url().split('/').at(-1)}`);
  assert.equal(meter.key, METER);
  const contract = await desk.call<Subscription>('POST', '/subscriptions', {
    key: 'quay-messages',
    name: 'Quay messages',
    accountId: account.id,
    currency: 'EUR',
    timeZone: 'UTC',
    anchorDay: 1,
    billingMonths: 1,
    timing: 'arrears',
    proration: 'day',
    startsOn: lastMonth,
    items: [
      {
        kind: 'usage',
        description: 'Messages',
        meterId: meter.id,
        subject: SUBJECT,
        price: {
          kind: 'prepaid',
          size: '100',
          price: '80',
          overage: { kind: 'unit', unitPrice: '0.5' },
          order: ['free_first', 'expires_first', 'oldest_first'],
        },
      },
    ],
  });
  messagesId = contract.id;
  // By priority they would go the other way round.
  for (const [description, source, granted, priority, expiresOn] of [
    ['For the season', 'prepaid', '50', 5, addDays(today(), 20)],
    ['Welcome', 'gift', '10', 9, null],
  ])
    await desk.call('POST', '/credit-grants', {
      key: `quay ${description}`,
      accountId: account.id,
      kind: 'units',
      meterId: meter.id,
      source,
      description,
      priority,
      granted,
      grantedOn: lastMonth,
      expiresOn,
    });
  await desk.page.getByRole('link', { name: 'Subscriptions', exact: true }).first().click();
  await desk.tab('Credit');
  await desk.button('Add credit').first().click();
  await desk.search('Account', account.name);
  await desk.fill('Description', 'For the year');
  await desk.dialog.getByText('Used up first where the price of the item is prepaid.').waitFor();
  await desk.dialog.getByRole('radio', { name: /Units of a meter/ }).check({ force: true });
  await desk.button('Add credit', desk.dialog).click();
  await desk.dialog.getByText('A quantity such as 12 or 0.5, up to six decimals.').waitFor();
  await desk.choose('Meter', 'Messages of the quay');
  await desk.fill('Granted', '100');
  await desk.fill('Granted on', lastMonth);
  await desk.fill('Expires', addDays(lastMonth, -1));
  await desk.dialog.getByText('It would expire before it is granted.').waitFor();
  await desk.fill('Expires', addDays(today(), 200));
  await desk.fill('Price', '80');
  await desk.sound('the form of credit');
  await desk.done('Add credit');
  await desk.page.getByText('Units are drawn in the order that the price of the item states.').waitFor();
  const grid = desk.page.getByRole('grid', { name: 'Credit' });
  await grid.getByText('For the year').click();
  await desk.dialog.getByText('Units are drawn in the order that the price of the item states.').waitFor();
  await desk.dialog.getByText(/^100$/).first().waitFor();
  await desk.sound('the credit');
  await desk.page.keyboard.press('Escape');
  const { items } = await desk.read<{ items: Charge[] }>(`/charges?accountId=${account.id}&kind=one_off`);
  assert.deepEqual(
    items.map(({ description, amountMinor }) => [description, amountMinor]),
    [['For the year', 8000]],
  );
});

const counted = async (): Promise<number> => {
  const to = addMonth(lastMonth, 1);
  const { points } = await desk.read<{ points: { quantity: string }[] }>(
    `/meters/${meter.id}/usage?from=${lastMonth}T00:00:00.000Z&to=${to}T00:00:00.000Z&by=day&subject=${SUBJECT}`,
  );
  return sumOf(points.map(({ quantity }) => Number(quantity)));
};
const left = async (): Promise<Record<string, string>> => {
  const { items } = await desk.read<{ items: Grant[] }>(`/credit-grants?accountId=${account.id}`);
  return Object.fromEntries(items.map((one) => [one.description, one.left]));
};

test('events from a file: each counts once, those that are refused are put right and then count', async () => {
  const at = `${addDays(lastMonth, 14)}T10:15:37Z`;
  const lines = [
    ['quay-1', METER, SUBJECT, at, '40'],
    ['quay-2', METER, SUBJECT, at, '25'],
    ['quay-3', METER, SUBJECT, at, '15'],
    ['quay-1', METER, SUBJECT, at, '40'],
    ['quay-4', METER, SUBJECT, at, '-10'],
    ['quay-5', 'quay_mesages', SUBJECT, at, '1'],
  ];
  await desk.tab('Meters');
  await desk.button('Report usage').click();
  await desk.button('Report', desk.dialog).click();
  await desk.dialog.getByText('Choose a file.').waitFor();
  const file = (text: string) => ({ name: 'events.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  const input = desk.dialog.locator('input[type=file]');
  await input.setInputFiles(file('id,meter\r\nquay-1,x\r\n'));
  await desk.button('Report', desk.dialog).click();
  await desk.dialog.getByText('The header needs the columns id, meter, subject and at.').waitFor();
  await desk.dialog.getByRole('button', { name: /events\.csv/ }).click();
  await input.setInputFiles(file(['id,meter,subject,at,quantity', ...lines.map((cells) => cells.join(','))].join('\r\n')));
  await desk.button('Report', desk.dialog).click();
  await desk.dialog.getByText('3 events counted').waitFor();
  await desk.dialog.getByText('1 was known already and counts once').waitFor();
  await desk.dialog.getByText('2 refused').waitFor();
  await desk.sound('what became of the file');
  const refused = await desk.saved(() => desk.button('Save the refused', desk.dialog).click());
  assert.deepEqual(
    refused.rows.map(({ line, id, code }) => [line, id, code]),
    [
      ['6', 'quay-4', 'bad_quantity'],
      ['7', 'quay-5', 'unknown_meter'],
    ],
  );
  await desk.dialog.getByRole('link', { name: 'Go to refused usage' }).click();
  await desk.page.getByRole('grid', { name: 'Refused usage' }).getByText('quay-4').click();
  await desk.dialog.getByText('Not a quantity', { exact: true }).waitFor();
  await desk.sound('a refused event');
  await desk.button('Put right and report', desk.dialog).click();
  assert.equal(await desk.field('Event').first().inputValue(), 'quay-4');
  assert.equal(await desk.field('Subject').first().inputValue(), SUBJECT);
  await desk.fill('Quantity, messages', '10');
  await desk.sound('an event that is put right');
  await desk.button('Report', desk.dialog).click();
  await desk.dialog.getByText('1 event counted').waitFor();
  await desk.dialog.getByText('None refused').waitFor();
  await desk.button('Close', desk.dialog).last().click();
  await until('90 being counted', async () => (await counted()) === 90, 20_000);
  // What was put right has the moment that was reported, to the second: the same again is known.
  const again = await desk.call<{ repeated: number; refused: unknown[] }>('POST', '/meters/events', {
    events: [{ id: 'quay-4', meter: METER, subject: SUBJECT, at, quantity: '10' }],
  });
  assert.deepEqual([again.repeated, again.refused], [1, []]);
  await until('the units being drawn', async () => (await left())['For the year'] === '70', 20_000);
  assert.deepEqual(await left(), { 'For the year': '70', 'For the season': '0', Welcome: '0' }, 'the gift, what expires first, and then the rest');
  assert.deepEqual(await desk.charges(messagesId), [], 'what was bought beforehand is not charged again');
});

test('an event by hand counts once, whoever sends it twice; beyond what was bought it is charged', async () => {
  await desk.open(`/money/subscriptions/meters/${meter.id}?from=${lastMonth}&to=${addDays(addMonth(lastMonth, 1), -1)}`);
  const report = async (quantity: string): Promise<void> => {
    await desk.dialog.getByRole('tab', { name: 'By hand' }).click();
    await desk.fill('Subject', SUBJECT);
    await desk.fill('When, UTC', `${addDays(lastMonth, 15)}T08:30`);
    await desk.fill('Quantity, messages', quantity);
    await desk.fill('Event', 'by-hand-1');
    await desk.button('Report', desk.dialog).click();
  };
  await desk.button('Report usage').click();
  await report('100');
  await desk.dialog.getByText('1 event counted').waitFor();
  await desk.button('Report more', desk.dialog).click();
  await report('100');
  await desk.dialog.getByText('No event counted').waitFor();
  await desk.dialog.getByText('1 was known already and counts once').waitFor();
  await desk.button('Report more', desk.dialog).click();
  await report('101');
  await desk.dialog.getByText('Same id, other content').waitFor();
  await desk.button('Close', desk.dialog).last().click();
  await until('190 being counted', async () => (await counted()) === 190, 20_000);
  const charge = await until('the charge', async () => (await desk.charges(messagesId))[0], 20_000);
  // 190 messages: 10 given, 50 and 100 bought, 30 at 0.50.
  assert.deepEqual([charge.kind, charge.amountMinor], ['usage', 30 * 50]);
  assert.deepEqual(await left(), { 'For the year': '0', 'For the season': '0', Welcome: '0' });
  await desk.open(`/money/subscriptions/meters/${meter.id}?from=${lastMonth}&to=${addDays(addMonth(lastMonth, 1), -1)}`);
  await desk.page.getByRole('cell', { name: '90', exact: true }).waitFor();
  await desk.page.getByRole('cell', { name: '100', exact: true }).waitFor();
  await desk.page.getByRole('link', { name: 'Quay messages' }).waitFor();
  await desk.sound('the meter');
  await desk.page.getByRole('link', { name: 'Quay messages' }).click();
  await desk.page.getByText('Drawn: Free before bought · Soonest to expire · Oldest').waitFor();
  await desk.page.getByText(/charged, corrected/).waitFor();
  await desk.sound('the subscription by usage');
  await desk.page.getByRole('link', { name: 'Charges', exact: true }).click();
  await desk.page.getByRole('grid', { name: 'Charges' }).getByText('Messages').first().click();
  const steps = desk.dialog.getByRole('table').getByRole('row');
  await steps.nth(1).getByText('From Welcome').waitFor();
  assert.deepEqual(
    (await steps.allInnerTexts()).slice(1, 5).map((text) => text.split('\t').slice(0, 2).join(': ')),
    ['From Welcome: 10 taken, 0 left', 'From For the season: 50 taken, 0 left', 'From For the year: 100 taken, 0 left', 'Units: 30 × 0.5'],
  );
  await desk.sound('the charge of usage');
  await desk.page.keyboard.press('Escape');
});

type Outcome = { id: string; description: string; state: string; chargeId: string | null; ours: object | null; theirs: { by: string } | null };
const outcomeNow = async (description: string): Promise<Outcome> => {
  const { items } = await desk.read<{ items: Outcome[] }>(`/outcomes?subscriptionId=${camerasId}`);
  const found = items.find((one) => one.description === description);
  assert.ok(found, description);
  return found;
};
async function propose(what: string, amount: string): Promise<void> {
  await desk.button('Propose outcome').first().click();
  await desk.search('Subscription', 'Quay cameras');
  await desk.fill('What was reached', what);
  await desk.fill('Amount', amount);
  await desk.fill('What it is', 'Report of the port');
}

test('an outcome that is disputed is taken back; one that both sides accept is owed', async () => {
  await desk.open('/money/subscriptions?tab=outcomes');
  await propose('No theft for a quarter', '500');
  await desk.fill('Address', 'report.example');
  await desk.button('Propose outcome', desk.dialog).click();
  await desk.dialog.getByText('An address such as https://example.com/report.').waitFor();
  await desk.fill('Address', 'https://port.example/report');
  await desk.sound('the form of an outcome');
  await desk.done('Propose outcome');
  const grid = desk.page.getByRole('grid', { name: 'Outcomes' });
  await grid.getByText('No theft for a quarter').click();
  await desk.button('Accept for us', desk.dialog).click();
  await desk.page.getByText('Accepted for our side; the other side is still waited for').waitFor();
  assert.ok((await outcomeNow('No theft for a quarter')).ours);
  await desk.button('Dispute', desk.dialog).click();
  await desk.fill('Disputed by', 'Head of the port');
  await desk.fill('Reason', 'Two containers are missing');
  await desk.done('Dispute it');
  await desk.dialog.getByText('Disputed by Head of the port').waitFor();
  await desk.sound('a disputed outcome');
  const disputed = await outcomeNow('No theft for a quarter');
  assert.deepEqual([disputed.state, disputed.ours], ['disputed', null], 'what was accepted is void');
  await desk.button('Withdraw', desk.dialog).click();
  await desk.fill('Reason', 'They are right');
  await desk.done('Withdraw');
  await desk.dialog.getByText('They are right').waitFor();
  assert.equal(await desk.button('Accept for us', desk.dialog).count(), 0);
  assert.equal((await outcomeNow('No theft for a quarter')).state, 'withdrawn');
  await desk.page.keyboard.press('Escape');

  await propose('Turnaround below an hour', '750');
  await desk.done('Propose outcome');
  await grid.getByText('Turnaround below an hour').click();
  await desk.button('Record their acceptance', desk.dialog).click();
  await desk.fill('Accepted by', 'Head of the port');
  await desk.fill('How it was accepted', 'Signed protocol of the day');
  await desk.sound('the acceptance of the other side');
  await desk.done('Record');
  await desk.dialog.getByText('Signed protocol of the day').waitFor();
  assert.equal((await outcomeNow('Turnaround below an hour')).chargeId, null);
  await desk.button('Accept for us', desk.dialog).click();
  await desk.dialog.getByRole('link', { name: 'Go to the charge' }).waitFor();
  const accepted = await outcomeNow('Turnaround below an hour');
  assert.equal(accepted.state, 'accepted');
  await desk.dialog.getByRole('link', { name: 'Go to the charge' }).click();
  await desk.page.waitForURL(`**/charges/${accepted.chargeId}`);
  await desk.page.getByText(money(75_000)).first().waitFor();
  await desk.sound('the charge of an outcome');
  const charge = await desk.read<Charge>(`/charges/${accepted.chargeId}`);
  assert.deepEqual([charge.kind, charge.amountMinor], ['outcome', 75_000]);
  owed.push(75_000);
});

test('each list is saved as it is shown, and is walked through by keys', async () => {
  await desk.open(`/money/subscriptions?tab=charges&subscription=${camerasId}`);
  const grid = (name: string) => desk.page.getByRole('grid', { name, exact: true });
  const charges = await desk.charges(camerasId);
  await desk.page.keyboard.press('j');
  await desk.page.keyboard.press('ArrowDown');
  await desk.page.keyboard.press('ArrowDown');
  await desk.page.keyboard.press('ArrowUp');
  await desk.page.keyboard.press('Enter');
  await desk.dialog.getByRole('heading', { name: charges[1]?.description ?? '' }).waitFor();
  await desk.dialog
    .getByText(money(charges[1]?.amountMinor ?? 0))
    .first()
    .waitFor();
  await desk.page.keyboard.press('Escape');
  await desk.dialog.waitFor({ state: 'hidden' });
  assert.equal(await desk.page.evaluate(() => document.activeElement?.getAttribute('data-row')), '1', 'the row has the focus again');
  const file = await desk.saved(() => desk.button('Export list').click());
  assert.deepEqual(
    file.rows.map(({ Charge: id }) => id),
    charges.map(({ id }) => id),
  );
  assert.equal(sumOf(file.rows.map(({ Amount: amount }) => Math.round(Number(amount) * 100))), sumOf(owed), 'what is in the file, added by hand');

  for (const [tab, name, column] of [
    ['Subscriptions', 'subscriptions.csv', 'name'],
    ['Meters', 'meters.csv', 'key'],
    ['Refused usage', 'refused-usage.csv', 'event_id'],
    ['Credit', 'credit.csv', 'description'],
    ['Outcomes', 'outcomes.csv', 'description'],
  ] as const) {
    await desk.tab(tab);
    await grid(tab).waitFor();
    const list = await desk.saved(() => desk.button('Export list').click());
    assert.equal(list.name, name);
    const rows = (await grid(tab).getByRole('row').allInnerTexts()).slice(1);
    assert.ok(rows.length > 0 && rows.length === list.rows.length, `${tab}: ${rows.length} shown, ${list.rows.length} saved`);
    for (const [place, row] of list.rows.entries()) assert.ok(rows[place]?.includes(row[column] ?? ' '), `${tab}: row ${place} is ${row[column]}`);
  }
  await desk.tab('Subscriptions');
  await desk.page.keyboard.press('j');
  await desk.page.keyboard.press('ArrowDown');
  await desk.page.keyboard.press('Enter');
  const { items } = await desk.read<{ items: { id: string }[] }>('/subscriptions');
  await desk.page.waitForURL(`**/money/subscriptions/${items[1]?.id}`);
});

test('what was sold with a deal, and could not start by itself, is started by hand once', async () => {
  const opportunity = await until('the CRM holding the deal', async () => {
    const { items } = await desk.read<{ items: { system: string; outsideId: string | null }[] }>(`/deals/${dealId}/views`);
    return items.find(({ system }) => system === 'salesforce')?.outsideId;
  });
  await desk.inCrm(opportunity, 'StageName', 'Closed Won');
  await until('the deal being won', async () => (await desk.read<{ status: string }>(`/deals/${dealId}`)).status === 'won');
  // Nothing counts what was sold by usage yet: the order waits for a person.
  await desk.open(`/deals/${dealId}`);
  await desk.page.getByText('Nothing was started from this deal yet.').waitFor();
  await desk.button('Start what was sold').click();
  await desk.page.getByText('Quay telemetry is charged by usage and needs a meter.').waitFor();
  const started = async () => (await desk.read<{ items: { id: string }[] }>(`/subscriptions?dealId=${dealId}`)).items;
  assert.deepEqual(await started(), []);
  await desk.call('POST', '/meters', { key: 'quay_telemetry', name: 'Telemetry of the quay', unit: 'points', aggregation: 'sum' });
  await desk.button('Start what was sold').click();
  await desk.page.getByText('2 subscriptions started, 1 charge made').waitFor();
  await desk.button('Start what was sold').waitFor({ state: 'hidden' });
  assert.equal((await started()).length, 2);
  const { items: charges } = await desk.read<{ items: Charge[] }>(`/charges?dealId=${dealId}`);
  assert.deepEqual(
    charges.map(({ description, amountMinor }) => [description, amountMinor]),
    [['Quay licences', 4 * 30_000]],
  );
  const taken = await desk.call<{ subscriptionIds: string[]; charges: number }>('POST', `/deals/${dealId}/order`);
  assert.deepEqual(taken, { subscriptionIds: [], charges: 0 });
  await desk.page.getByRole('link', { name: 'Quay twelve' }).first().waitFor();
});
