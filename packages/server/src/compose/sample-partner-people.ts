import type { Ecosystem, Partner } from '@entente/sample-ecosystem';
import { addMembership, createPerson } from '../modules/identity/index.ts';
import type { Database } from '../platform/db/database.ts';

/** One partner of each way of working, so that each side of the partner's pages can be tried. */
const WAYS = ['reseller', 'distributor', 'referral'] as const;

/** Partners whose people can sign in: the first active one of each way. */
export const partnersWithPeople = (ecosystem: Pick<Ecosystem, 'partners'>): Partner[] =>
  WAYS.flatMap((way) => ecosystem.partners.find((partner) => partner.status === 'active' && partner.types[0] === way) ?? []);

/** An admin and a seller of some partners, with the one password of this installation. Gives the address of the first admin. */
export async function insertPartnerPeople(
  database: Database,
  options: { tenantId: string; ecosystem: Ecosystem; partnerIds: ReadonlyMap<string, string>; password: string; now: Date },
): Promise<string | null> {
  const { tenantId, now, password } = options;
  let first: string | null = null;
  await database.inSystem(async (tx) => {
    for (const partner of partnersWithPeople(options.ecosystem)) {
      const partnerId = options.partnerIds.get(partner.key);
      const [admin, second] = partner.contacts;
      if (partnerId === undefined || admin === undefined) continue;
      const seller = second ?? { name: `Sales of ${partner.name}`, email: `sales@${partner.domain}` };
      for (const { person, role } of [
        { person: admin, role: 'partner_admin' as const },
        { person: seller, role: 'partner_seller' as const },
      ]) {
        const { userId } = await createPerson(tx, { email: person.email, name: person.name, password });
        await addMembership(tx, tenantId, { userId, role, partnerId, now });
      }
      first ??= admin.email;
    }
  });
  return first;
}
