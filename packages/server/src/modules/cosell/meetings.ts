import type { Parsed, Result } from '@entente/contracts';
import { newId, notFound, Problem } from '@entente/kernel';
import ical, { ICalCalendarMethod } from 'ical-generator';
import { recordChange } from '../../platform/change.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import type { ActRow } from './act-store.ts';
import { WEEKDAYS_9_TO_17, type WorkCalendar } from './domain/business-hours.ts';
import { freeSlots, type Slot } from './domain/slots.ts';
import type { CosellDeal, CosellPorts, PersonToMeet } from './ports.ts';
import { briefShape, latestBrief } from './write-brief.ts';

type Deps = { readonly database: Database; readonly ports: CosellPorts };
type NewMeeting = {
  readonly dealId: string;
  readonly runId: string | null;
  readonly title: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly attendees: readonly PersonToMeet[];
  readonly agenda: readonly string[];
};

/** Standard offsets without daylight saving: a proposal is only a proposal, and the invitation carries UTC. */
const OFFSETS: Readonly<Record<string, number>> = { EMEA: 60, NA: -300, LATAM: -180, APAC: 480 };
const DAYS_AHEAD = 10;

const calendarOf = (region: string | null): WorkCalendar => ({ ...WEEKDAYS_9_TO_17, offsetMinutes: OFFSETS[region ?? 'EMEA'] ?? 60 });

export function proposeMeeting({ database, ports }: Deps, context: Context, dealId: string): Promise<Result<'meetings.propose'>> {
  requireScope(context, 'plays:run');
  return database.inTenant(context.tenantId, async (tx) => {
    const deal = await ports.deal(tx, context.tenantId, dealId, context.now);
    if (!deal) throw notFound('deal');
    const partnerIds = [...new Set(deal.facts.participants.map((participant) => participant.partnerId))];
    const brief = await latestBrief(tx, context.tenantId, dealId);
    return {
      slots: await slots(tx, context, ports, deal, { durationMinutes: 45, days: DAYS_AHEAD, limit: 6 }),
      attendees: await attendees(tx, context, ports, deal, partnerIds),
      agenda: brief ? briefShape(brief).agenda : ['Where the deal stands', 'Open points', 'Next steps: who, what, until when'],
    };
  });
}

type Wished = { readonly durationMinutes: number; readonly days: number; readonly limit: number };

/** Taken is what this workspace has invited the owner to, and what the calendars of the owner and of whoever calls the meeting say. */
async function slots(tx: Tx, context: Context, ports: CosellPorts, deal: CosellDeal, wished: Wished): Promise<Slot[]> {
  const until = new Date(context.now.getTime() + (wished.days + 1) * 86_400_000);
  const ours = [...new Set([deal.ownerId, context.actor.memberId])].filter((id) => id !== null);
  const calendars = await ports.busyBetween(tx, context.tenantId, ours, context.now, until);
  const invited =
    deal.ownerId === null
      ? []
      : await tx
          .selectFrom('meeting as m')
          .innerJoin('deal as d', (join) => join.onRef('d.tenant_id', '=', 'm.tenant_id').onRef('d.id', '=', 'm.deal_id'))
          .select(['m.starts_at as startsAt', 'm.ends_at as endsAt'])
          .where('m.tenant_id', '=', context.tenantId)
          .where('d.owner_id', '=', deal.ownerId)
          .where('m.status', '=', 'proposed')
          .where('m.ends_at', '>', context.now.toISOString())
          .execute();
  return freeSlots({ ...wished, now: context.now.toISOString(), calendar: calendarOf(deal.facts.region), busy: [...invited, ...calendars] });
}

async function attendees(tx: Tx, context: Context, ports: CosellPorts, deal: CosellDeal, partnerIds: readonly string[]): Promise<PersonToMeet[]> {
  const owner = deal.ownerId === null ? null : await ports.memberMail(tx, context.tenantId, deal.ownerId);
  const contacts = await ports.partnerContacts(tx, context.tenantId, partnerIds);
  const first = partnerIds
    .flatMap((partnerId) => contacts.filter((contact) => contact.partnerId === partnerId).slice(0, 1))
    .map(({ name, email }) => ({ name, email }));
  const people = [...(owner ? [owner] : []), ...first];
  return people.filter((person, at) => people.findIndex((other) => other.email === person.email) === at);
}

export function createMeeting(
  { database, ports }: Deps,
  context: Context,
  dealId: string,
  body: Parsed<'meetings.create'>['body'],
): Promise<Result<'meetings.create'>> {
  requireScope(context, 'plays:run');
  if (Date.parse(body.endsAt) <= Date.parse(body.startsAt)) throw new Problem('invalid_input', 'The meeting must end after it begins.');
  if (Date.parse(body.startsAt) < context.now.getTime()) throw new Problem('invalid_input', 'The meeting must begin in the future.');
  return database.inTenant(context.tenantId, async (tx) => {
    const deal = await ports.deal(tx, context.tenantId, dealId, context.now);
    if (!deal) throw notFound('deal');
    const id = await invite(tx, context, ports, deal, { ...body, dealId, runId: null });
    return readMeeting(tx, context.tenantId, id);
  });
}

/** The organizer said "send": the first free time, the owner and one contact of each partner of the play. */
export async function inviteFromAct(tx: Tx, context: Context, ports: CosellPorts, act: ActRow): Promise<string> {
  const payload = act.payload as { partnerIds?: string[]; durationMinutes?: number; notAfter?: string };
  const dealId = act.deal_id ?? '';
  const deal = await ports.deal(tx, context.tenantId, dealId, context.now);
  if (!deal) throw notFound('deal');
  const days = payload.notAfter === undefined ? DAYS_AHEAD : Math.max(3, Math.ceil((Date.parse(payload.notAfter) - context.now.getTime()) / 86_400_000));
  const [slot] = await slots(tx, context, ports, deal, { durationMinutes: payload.durationMinutes ?? 45, days: days + 4, limit: 1 });
  if (!slot) throw new Problem('conflict', 'No free time was found. Choose one on the deal instead.');
  const brief = await latestBrief(tx, context.tenantId, dealId);
  const people = await attendees(tx, context, ports, deal, payload.partnerIds ?? []);
  if (people.length === 0) throw new Problem('conflict', 'Nobody on the deal has a mail address to invite. Add a contact to the partner first.');
  return invite(tx, context, ports, deal, {
    dealId,
    runId: act.run_id,
    title: `${act.title}: ${deal.facts.accountName}`,
    ...slot,
    attendees: people,
    agenda: brief ? briefShape(brief).agenda : [],
  });
}

async function invite(tx: Tx, context: Context, ports: CosellPorts, deal: CosellDeal, meeting: NewMeeting): Promise<string> {
  const id = newId(context.now.getTime());
  const brief = await latestBrief(tx, context.tenantId, meeting.dealId);
  const organizer = context.actor.memberId === null ? null : await ports.memberMail(tx, context.tenantId, context.actor.memberId);
  const calendar = ical({ method: ICalCalendarMethod.REQUEST, prodId: { company: 'entente', product: 'cosell', language: 'EN' } });
  const text = [
    ...meeting.agenda.map((item, at) => `${at + 1}. ${item}`),
    '',
    ...(brief ? brief.brief.sections.flatMap((section) => [section.title, ...section.statements.map((statement) => `  - ${statement.text}`)]) : []),
  ].join('\n');
  calendar.createEvent({
    id: `${id}@entente`,
    start: new Date(meeting.startsAt),
    end: new Date(meeting.endsAt),
    summary: meeting.title,
    description: text,
    ...(organizer ? { organizer } : {}),
    attendees: meeting.attendees.map(({ name, email }) => ({ name, email, rsvp: true })),
  });
  await tx
    .insertInto('meeting')
    .values({
      tenant_id: context.tenantId,
      id,
      deal_id: meeting.dealId,
      run_id: meeting.runId,
      title: meeting.title,
      agenda: JSON.stringify(meeting.agenda),
      starts_at: meeting.startsAt,
      ends_at: meeting.endsAt,
      attendees: JSON.stringify(meeting.attendees),
      created_by: context.actor.name,
      created_at: context.now.toISOString(),
    })
    .execute();
  for (const person of meeting.attendees) {
    await ports.mail(tx, {
      tenantId: context.tenantId,
      to: person.email,
      subject: `Invitation: ${meeting.title}`,
      dealId: meeting.dealId,
      text: `${context.actor.name} invites you to “${meeting.title}”.\n\nWhen: ${meeting.startsAt.slice(0, 16).replace('T', ' ')} UTC\n\nAgenda\n${text}\n`,
      attachments: [{ name: 'invitation.ics', mediaType: 'text/calendar; method=REQUEST; charset=utf-8', content: calendar.toString() }],
    });
  }
  await recordChange(tx, context, {
    operation: 'meetings.create',
    recordType: 'meeting',
    recordId: id,
    after: { title: meeting.title, startsAt: meeting.startsAt, attendees: meeting.attendees.length },
    events: [
      {
        type: 'meeting.invited',
        dealId: meeting.dealId,
        payload: { title: meeting.title, startsAt: meeting.startsAt, attendees: meeting.attendees.map((person) => person.name), dealName: deal.dealName },
      },
    ],
  });
  return id;
}

async function readMeeting(tx: Tx, tenantId: string, id: string): Promise<Result<'meetings.create'>> {
  return meetingShape(await tx.selectFrom('meeting').selectAll().where('tenant_id', '=', tenantId).where('id', '=', id).executeTakeFirstOrThrow());
}

export function listMeetings({ database }: Deps, context: Context, dealId: string): Promise<Result<'meetings.list'>> {
  requireScope(context, 'deals:read');
  return database.inTenant(context.tenantId, async (tx) => {
    const rows = await tx
      .selectFrom('meeting')
      .selectAll()
      .where('tenant_id', '=', context.tenantId)
      .where('deal_id', '=', dealId)
      .orderBy('starts_at', 'desc')
      .limit(100)
      .execute();
    return { items: rows.map(meetingShape), nextCursor: null };
  });
}

type MeetingRow = {
  id: string;
  deal_id: string;
  title: string;
  agenda: unknown;
  starts_at: string;
  ends_at: string;
  attendees: unknown;
  status: string;
  outcome: string | null;
  next_step: string | null;
};
const meetingShape = (row: MeetingRow): Result<'meetings.create'> => ({
  id: row.id,
  dealId: row.deal_id,
  title: row.title,
  agenda: row.agenda as string[],
  startsAt: row.starts_at,
  endsAt: row.ends_at,
  attendees: row.attendees as PersonToMeet[],
  status: row.status as 'proposed' | 'held' | 'cancelled',
  outcome: row.outcome,
  nextStep: row.next_step,
});
