import assert from 'node:assert/strict';
import type { Result } from '@entente/contracts';
import { buildPerson, buildWorkspace, type Person, type StartedServer, type Workspace } from '@entente/testkit';
import { OutboxReader } from '../platform/events/outbox.ts';
import { clientOf, send, type Client } from './api.fixture.ts';

export type Bench = {
  readonly workspace: Workspace;
  readonly owner: Client;
  partner(name: string, people?: { contact?: string; seller?: boolean }): Promise<PartnerBench>;
  link(link: {
    purpose: Result<'links.create'>['purpose'];
    partnerId: string;
    email: string;
    recordId?: string;
    days?: number;
  }): Promise<{ row: Result<'links.create'>; token: string }>;
  /** The newest mail to an address. */
  mailTo(address: string): Promise<Mail>;
  mails(address: string): Promise<Mail[]>;
};
export type PartnerBench = { readonly id: string; readonly name: string; readonly person: Person | null; readonly api: Client | null };
export type Mail = { subject: string; text: string; html: string | null; replyTo: string | null; inReplyTo: string | null };

/** A workspace with a person who runs it, and ways to get partners, links and mails. */
export async function linksBench(server: StartedServer, name: string): Promise<Bench> {
  const workspace = await buildWorkspace(server, name);
  const owner = clientOf(server, workspace.owner.headers);
  const mails = async (address: string): Promise<Mail[]> =>
    (
      await server.test.admin.query<Mail>(
        'select subject, text_body as text, html_body as html, reply_to as "replyTo", in_reply_to as "inReplyTo" from mail_message where to_address = $1 and tenant_id = $2 order by id desc',
        [address, workspace.tenantId],
      )
    ).rows;
  const mailTo = async (address: string): Promise<Mail> => {
    const [mail] = await mails(address);
    assert.ok(mail, `there is no mail to ${address}`);
    return mail;
  };
  return {
    workspace,
    owner,
    mails,
    mailTo,
    async partner(partnerName, people = {}) {
      const made = await owner('partners.create', {
        body: { name: partnerName, status: 'active', types: ['reseller'], regions: ['EMEA'], countries: [], industries: [], tier: 'gold' },
      });
      if (people.contact !== undefined)
        await server.test.admin.query('insert into partner_contact (tenant_id, id, partner_id, name, email) values ($1, gen_random_uuid(), $2, $3, $4)', [
          workspace.tenantId,
          made.id,
          'Pat Contact',
          people.contact,
        ]);
      const person = people.seller ? await buildPerson(server, workspace, { name: `${partnerName} seller`, role: 'partner_seller', partnerId: made.id }) : null;
      return { id: made.id, name: partnerName, person, api: person ? clientOf(server, person.headers) : null };
    },
    async link(link) {
      const row = await owner('links.create', { body: { days: 14, ...link } });
      return { row, token: tokenIn((await mailTo(link.email)).text) };
    },
  };
}

export function tokenIn(text: string): string {
  const token = /\/portal\/link#([\w-]+)/.exec(text)?.[1];
  assert.ok(token, `there is no link in: ${text}`);
  return token;
}

export type Refusal = { status: number; code: string; detail: string; reason?: string; fields?: { path: string }[] };
/** A public call, by nobody. */
export async function refused(server: StartedServer, id: 'links.open' | 'links.check' | 'links.use', body: Record<string, unknown>): Promise<Refusal> {
  const { status, text } = await send(server, {}, id, { body });
  return { ...(JSON.parse(text) as Refusal), status };
}

/** Lets people be told of everything that has happened. */
export async function readEvents(server: StartedServer): Promise<void> {
  const { admin } = server.test;
  const reader = new OutboxReader({
    database: server.app.database,
    consumer: 'notifications',
    handle: server.app.modules.notifications.onEvents,
    onError: (error) => assert.fail(String(error)),
  });
  await admin.query("insert into outbox_cursor (consumer, tx, seq) values ('notifications', '0'::xid8, 0) on conflict do nothing");
  const left = "select from outbox_event e join outbox_cursor c on c.consumer = 'notifications' where (e.tx, e.seq) > (c.tx, c.seq) limit 1";
  // An event is read when no transaction older than its own is open; other tests share the server and may have one.
  for (let round = 0; round < 200; round += 1) {
    await reader.drain();
    if ((await admin.query(left)).rowCount === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail('events were not read');
}

/** The four facts of a registration. */
type Facts = { customerDomain: string; contactEmail: string; valueBand: string; closeOn: string };
export const registration = (customerDomain: string, over: Partial<Facts> = {}): Facts => ({
  customerDomain,
  contactEmail: `buyer@${customerDomain}`,
  valueBand: 'to-50k',
  closeOn: '2027-02-01',
  ...over,
});
