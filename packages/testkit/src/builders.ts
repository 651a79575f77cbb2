import { insertWorkspaceWithOwner } from '@entente/server/src/compose/first-run.ts';
import { addMembership, createPerson, type NewMembership } from '@entente/server/src/modules/identity/index.ts';
import type { StartedServer } from './started-server.ts';

export type Person = { email: string; password: string; memberId: string; headers: Record<string, string> };
export type Workspace = { tenantId: string; slug: string; owner: Person };

/** A workspace with an owner who is signed in. */
export async function buildWorkspace(server: StartedServer, name: string): Promise<Workspace> {
  const slug = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  const email = `owner@${slug}.example`;
  const { tenantId, password } = await insertWorkspaceWithOwner(server.test.db, {
    slug,
    name,
    baseCurrency: 'EUR',
    ownerEmail: email,
    ownerName: `${name} owner`,
    now: new Date(),
    sample: false,
  });
  const { rows } = await server.test.admin.query<{ id: string }>('select id from membership where tenant_id = $1', [tenantId]);
  return { tenantId, slug, owner: { email, password, memberId: rows[0]?.id ?? '', headers: await server.signIn(email, password) } };
}

/** One more person, signed in. */
export async function buildPerson(
  server: StartedServer,
  workspace: Workspace,
  person: { name: string; role: NewMembership['role']; partnerId?: string },
): Promise<Person> {
  const email = `${person.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '.')}@${workspace.slug}.example`;
  const password = 'correct horse battery';
  const memberId = await server.test.db.inTenant(workspace.tenantId, async (tx) => {
    const { userId } = await createPerson(tx, { email, name: person.name, password });
    return (await addMembership(tx, workspace.tenantId, { userId, role: person.role, partnerId: person.partnerId ?? null, now: new Date() })).id;
  });
  return { email, password, memberId, headers: await server.signIn(email, password) };
}
