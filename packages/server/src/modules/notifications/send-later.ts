import { sql } from 'kysely';
import type { Database, Tx } from '../../platform/db/database.ts';
import type { Mail } from '../../platform/mail/index.ts';
import { isEvent } from './domain/events.ts';
import { digestIsDue, isQuiet } from './domain/when-to-mail.ts';
import { noticeMail } from './notice-mail.ts';
import { preferencesOf, rememberDigest } from './preferences.ts';

type Deps = { readonly database: Database; readonly mail: Mail; readonly publicUrl: string; readonly now: () => Date };
type Waiting = {
  id: string;
  memberId: string;
  event: string;
  title: string;
  body: string;
  path: string | null;
  read: boolean;
  name: string | null;
  email: string | null;
};

const AT_ONCE = 2_000;

/** Mails what gathered for digests and during quiet hours. Gives the number of mails. */
export async function sendGathered(deps: Deps): Promise<number> {
  const { rows } = await deps.database.pool.query<{ id: string; name: string }>('select id, name from workspace');
  let sent = 0;
  for (const { id, name } of rows) sent += await deps.database.inTenant(id, (tx) => sendOf(tx, deps, id, name));
  return sent;
}

async function sendOf(tx: Tx, deps: Deps, tenantId: string, workspace: string): Promise<number> {
  const now = deps.now();
  const { rows } = await sql<Waiting>`
    select n.id, n.member_id as "memberId", n.event, n.title, n.body, n.path, n.read_at is not null as read, u.name, u.email
    from notification n left join membership m on m.tenant_id = n.tenant_id and m.id = n.member_id and m.status = 'active' left join "user" u on u.id = m.user_id
    where n.tenant_id = ${tenantId}::uuid and n.mailed_at is null order by n.at, n.id limit ${AT_ONCE} for update of n skip locked`.execute(tx);
  const people = Map.groupBy(rows, (row) => row.memberId);
  const preferences = await preferencesOf(tx, tenantId, [...people.keys()]);
  let sent = 0;
  for (const [memberId, waiting] of people) {
    const wishes = preferences.get(memberId);
    if (!wishes) continue;
    const digest = digestIsDue(now, wishes, wishes.lastDigestAt);
    const due = waiting.filter((one) => {
      const how = isEvent(one.event) ? wishes.mail[one.event] : 'off';
      // What was read, or is no longer wished for, waits for nothing.
      return one.read || one.email === null || how === 'off' || (how === 'at_once' ? !isQuiet(now, wishes) : digest);
    });
    if (due.length === 0) continue;
    const told = due.filter((one) => !one.read && isEvent(one.event) && wishes.mail[one.event] !== 'off');
    const email = told[0]?.email ?? null;
    if (email !== null) {
      await deps.mail.enqueue(tx, noticeMail({ tenantId, email, name: told[0]?.name ?? null, workspace, publicUrl: deps.publicUrl }, told));
      sent += 1;
      if (digest && told.some((one) => isEvent(one.event) && wishes.mail[one.event] === 'digest'))
        await rememberDigest(tx, tenantId, memberId, now.toISOString());
    }
    await tx
      .updateTable('notification')
      .set({ mailed_at: now.toISOString() })
      .where('tenant_id', '=', tenantId)
      .where(
        'id',
        'in',
        due.map((one) => one.id),
      )
      .execute();
  }
  return sent;
}
