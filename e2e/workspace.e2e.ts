import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchBrowser } from '@entente/testkit';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { install, type Installation } from './support.ts';

let entente: Installation;
let browser: Browser;
let context: BrowserContext;
let page: Page;
const faults: string[] = [];

before(async () => {
  entente = await install();
  browser = await launchBrowser();
  context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  page = await context.newPage();
  page.on('pageerror', (error) => faults.push(error.message));
});
after(async () => {
  await browser?.close();
  await entente?.stop();
});

const get = async <T>(path: string): Promise<T> => (await context.request.get(`${entente.url}/api/v1${path}`)).json() as Promise<T>;
const post = async <T>(path: string, data: unknown): Promise<T> => {
  const answer = await context.request.post(`${entente.url}/api/v1${path}`, { data, headers: { origin: entente.url } });
  assert.ok(answer.ok(), `${path}: ${await answer.text()}`);
  return answer.json() as Promise<T>;
};

test('a person signs in and sees the workspace', async () => {
  await page.goto(entente.url);
  await page.getByLabel(/mail/i).first().fill(entente.email);
  await page
    .getByLabel(/password/i)
    .first()
    .fill(entente.password);
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: /deals/i }).first().waitFor();
  const session = await get<{ workspace: { name: string }; role: string }>('/session');
  assert.deepEqual([session.workspace.name, session.role], ['Kestrel Cloud', 'owner']);
});

test('the play goes from match to log, and all of it is on the deal', async () => {
  const { items } = await get<{ items: { id: string; number: number; name: string }[] }>('/deals?status=open&withoutPartner=true&sort=-amount&limit=1');
  const deal = items[0];
  assert.ok(deal);
  await page.goto(`${entente.url}/deals/${deal.id}`);
  await page.getByRole('heading', { name: deal.name }).first().waitFor();

  const match = await post<{ ranked: { partnerId: string; reasons: unknown[] }[]; team: { members: { partnerId: string }[] } }>(
    `/deals/${deal.id}/match`,
    undefined,
  );
  assert.ok(match.ranked.length > 0 && match.ranked.every((partner) => partner.reasons.length >= 5));
  assert.ok(match.team.members.length > 0, 'a team is proposed');

  const plays = await get<{ items: { id: string; key: string }[] }>('/plays');
  const play = plays.items.find((candidate) => candidate.key === 'multi-partner-solution');
  assert.ok(play);
  const run = await post<{ id: string }>(`/plays/${play.id}/runs`, { dealId: deal.id });

  // Answer whatever waits until the run ends or waits for something that is not a person.
  for (let answers = 0; answers < 12; answers += 1) {
    const open = await get<{ items: { id: string; runId: string | null; choices: { key: string }[] }[] }>(`/acts?mine=false&dealId=${deal.id}`);
    const act = open.items.find((candidate) => candidate.runId === run.id);
    if (!act) break;
    await post(`/acts/${act.id}/decide`, { choice: act.choices[0]?.key, note: 'Agreed in the journey' });
  }
  const brief = await get<{ sections: { statements: { source: { label: string } }[] }[] } | null>(`/deals/${deal.id}/brief`);
  assert.ok(
    brief && brief.sections.flatMap((section) => section.statements).every((statement) => statement.source.label !== ''),
    'every statement of the brief has its source',
  );

  const mail = await get<{ items: { dealId: string | null; attachments: { mediaType: string; content: string }[] }[] }>('/mailbox');
  const invitation = mail.items.find((message) => message.dealId === deal.id && message.attachments.some((file) => file.mediaType.startsWith('text/calendar')));
  assert.match(invitation?.attachments[0]?.content ?? '', /METHOD:REQUEST[\s\S]*BEGIN:VEVENT/);

  const first = await post<{ touchId: string; alreadyLogged: boolean }>(`/deals/${deal.id}/outcome`, {
    outcome: 'advanced',
    note: 'They want a pilot',
    nextStep: 'Send the pilot plan',
  });
  const again = await post<{ touchId: string; alreadyLogged: boolean }>(`/deals/${deal.id}/outcome`, {
    outcome: 'advanced',
    note: 'They want a pilot',
    nextStep: 'Send the pilot plan',
  });
  assert.deepEqual(again, { touchId: first.touchId, alreadyLogged: true });

  const timeline = await get<{ items: { kind: string }[] }>(`/deals/${deal.id}/timeline?limit=100`);
  for (const kind of ['match.made', 'brief.written', 'run.started', 'meeting.invited', 'outcome.logged'])
    assert.ok(
      timeline.items.some((entry) => entry.kind === kind),
      `${kind} is on the timeline`,
    );
  const audit = await get<{ items: { operation: string }[] }>(`/audit?recordType=deal&recordId=${deal.id}`);
  assert.ok(audit.items.some((entry) => entry.operation === 'outcome.log'));
});

test('an API key sees its workspace and nothing without it', async () => {
  const key = await post<{ secret: string }>('/api-keys', { name: 'journey', role: 'auditor' });
  const bare = await fetch(`${entente.url}/api/v1/deals?limit=1`);
  assert.equal(bare.status, 401);
  assert.equal(bare.headers.get('content-type'), 'application/problem+json; charset=utf-8');
  const read = await fetch(`${entente.url}/api/v1/deals?limit=1`, { headers: { authorization: `Bearer ${key.secret}` } });
  assert.equal(read.status, 200);
  const write = await fetch(`${entente.url}/api/v1/deals`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key.secret}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'x', currency: 'EUR' }),
  });
  assert.equal(write.status, 403);
  const document = (await (await fetch(`${entente.url}/openapi.json`)).json()) as { openapi: string; paths: object };
  assert.equal(document.openapi, '3.1.0');
  assert.ok(Object.keys(document.paths).length > 40);
});

test('no screen threw an error', () => assert.deepEqual(faults, []));
