import { createHash } from 'node:crypto';
import { newId, Problem } from '@entente/kernel';
import { sql } from 'kysely';
import type { Database, Tx } from '../../platform/db/database.ts';
import type { OutboxEvent, OutboxHandler } from '../../platform/events/outbox.ts';
import type { Mail } from '../../platform/mail/index.ts';
import { systemContext } from '../../platform/system-actor.ts';
import { tellingsOf, type ForPartners, type ForVendor, type Telling } from './domain/tell.ts';
import { isQuiet } from './domain/when-to-mail.ts';
import { queueForRooms } from './room-queue.ts';
import { noticeMail, type Notice } from './notice-mail.ts';
import { authorOf, dealOf, guestsOf, partnersOf, peopleOfPartners, peopleOfVendor, type Guest, type Person } from './people.ts';
import type { NotificationsPorts } from './ports.ts';
import { preferencesOf } from './preferences.ts';

export type TellDeps = {
  readonly database: Database;
  readonly mail: Mail;
  readonly ports: NotificationsPorts;
  readonly publicUrl: string;
  readonly now: () => Date;
  readonly onError: (error: unknown, event: OutboxEvent) => void;
};

/** Reads events and tells people. One event is one transaction: all of it is told, or none, and told again it changes nothing. */
export function tellPeople(deps: TellDeps): OutboxHandler {
  return async (events) => {
    for (const event of events) {
      if (tellingsOf(event).length === 0) continue;
      try {
        await deps.database.inTenant(event.tenantId, (tx) => tellEvent(tx, deps, event));
      } catch (error) {
        // A database that is away for a while loses nothing; one event that cannot be told does not stop the others.
        if (isOutage(error)) throw error;
        deps.onError(error, event);
      }
    }
  };
}

const isOutage = (error: unknown): boolean => error instanceof Error && 'code' in error && /^(08|53|57|40|ECONN|EPIPE|ETIMEDOUT)/.test(String(error.code));

async function tellEvent(tx: Tx, deps: TellDeps, event: OutboxEvent): Promise<void> {
  const { tenantId } = event;
  const workspace = await tx.selectFrom('workspace').select('name').where('id', '=', tenantId).executeTakeFirst();
  if (!workspace) return;
  const at: At = { tenantId, eventId: event.id, workspace: workspace.name, now: deps.now() };
  const commentId = event.payload['commentId'];
  const author = event.type === 'comment.added' ? await authorOf(tx, tenantId, String(commentId)) : null;
  // A comment that was taken back meanwhile is told to nobody.
  if (event.type === 'comment.added' && author === null) return;
  const deal = event.dealId !== null && /^(participant|comment|cosell|conflict|offer)\./.test(event.type) ? await dealOf(tx, tenantId, event.dealId) : null;
  for (const one of tellingsOf(event)) {
    const telling = deal === null ? one : { ...one, title: `${deal.name}: ${insideSentence(one)}` };
    if (telling.side === 'partner') await tellPartners(tx, deps, at, telling, author?.id ?? null);
    // What somebody of the workspace wrote, the workspace knows.
    else if (telling.ownerFirst) await tellVendor(tx, deps, at, deal?.ownerId ? { ...telling, memberId: deal.ownerId, role: null } : telling);
    else if (author === null || author.ofPartner) await tellVendor(tx, deps, at, author === null ? telling : { ...telling, memberId: deal?.ownerId ?? null });
  }
}

/** What begins with a name keeps its capital. */
const insideSentence = (telling: Telling): string =>
  telling.side === 'vendor' && telling.ownerFirst ? telling.title : `${telling.title.charAt(0).toLowerCase()}${telling.title.slice(1)}`;

type At = { readonly tenantId: string; readonly eventId: string; readonly workspace: string; readonly now: Date };

async function tellVendor(tx: Tx, deps: TellDeps, at: At, telling: ForVendor): Promise<void> {
  await tellAll(tx, deps, at, await peopleOfVendor(tx, at.tenantId, telling), telling);
  await queueForRooms(tx, at, telling.event, [null], telling);
}

async function tellPartners(tx: Tx, deps: TellDeps, at: At, telling: ForPartners, authorId: string | null): Promise<void> {
  const partnerIds = await partnersOf(tx, at.tenantId, telling);
  const people = await peopleOfPartners(tx, at.tenantId, partnerIds, telling.scope);
  await tellAll(
    tx,
    deps,
    at,
    people.filter((person) => person.userId !== authorId && person.memberId !== authorId),
    telling,
  );
  await queueForRooms(tx, at, telling.event, partnerIds, telling);
  if (telling.event === 'deal.lane' || telling.event === 'deal.comment') return;
  for (const partnerId of partnerIds) {
    const users = await deps.ports.usersOfLinks(tx, at.tenantId, partnerId, telling.recordId);
    for (const guest of await guestsOf(tx, at.tenantId, partnerId, users)) await tellGuest(tx, deps, at, guest, telling);
  }
}

type Told = Notice & { readonly event: string };

async function insert(tx: Tx, at: At, memberId: string, told: Told, mailed: boolean): Promise<boolean> {
  const row = await tx
    .insertInto('notification')
    .values({
      tenant_id: at.tenantId,
      id: newId(),
      member_id: memberId,
      event: told.event,
      title: told.title.slice(0, 300),
      body: told.body.slice(0, 2_000),
      path: told.path,
      at: at.now.toISOString(),
      mailed_at: mailed ? at.now.toISOString() : null,
      dedupe_key: at.eventId,
    })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'member_id', 'dedupe_key']).where('dedupe_key', 'is not', null).doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

async function tellAll(tx: Tx, deps: TellDeps, at: At, people: readonly Person[], telling: ForPartners | ForVendor): Promise<void> {
  const preferences = await preferencesOf(
    tx,
    at.tenantId,
    people.map((person) => person.memberId),
  );
  for (const person of people) {
    const wishes = preferences.get(person.memberId);
    if (!wishes) continue;
    const how = wishes.mail[telling.event];
    const atOnce = how === 'at_once' && !isQuiet(at.now, wishes);
    // What is not mailed now waits for the digest or the end of the quiet hours.
    if ((await insert(tx, at, person.memberId, telling, atOnce || how === 'off')) && atOnce)
      await deps.mail.enqueue(tx, noticeMail({ ...at, email: person.email, name: person.name, publicUrl: deps.publicUrl }, [telling]));
  }
}

/** Somebody without an account has no list of notifications; that they were told is kept under an id made of their address. */
const guestId = (email: string): string => {
  const hex = createHash('sha256').update(`guest ${email}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

async function tellGuest(tx: Tx, deps: TellDeps, at: At, guest: Guest, telling: ForPartners): Promise<void> {
  if (!(await insert(tx, at, guestId(guest.email), telling, true))) return;
  const act = telling.guestAct;
  if (act && (await sentLink(tx, deps, at, guest, telling, act))) return;
  // The pages behind sign-in are of no use to them.
  await deps.mail.enqueue(tx, noticeMail({ ...at, email: guest.email, name: guest.name, publicUrl: deps.publicUrl }, [{ ...telling, path: null }]));
}

/** The act may have become impossible since the event; then the mail goes without a link. */
async function sentLink(tx: Tx, deps: TellDeps, at: At, guest: Guest, telling: ForPartners, act: NonNullable<ForPartners['guestAct']>): Promise<boolean> {
  await sql`savepoint guest_link`.execute(tx);
  try {
    await deps.ports.sendLink(tx, systemContext(at.tenantId, 'Notifications', at.now), {
      ...act,
      partnerId: guest.partnerId,
      email: guest.email,
      personName: guest.name,
      because: telling.body,
    });
    return true;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    await sql`rollback to savepoint guest_link`.execute(tx);
    return false;
  }
}
