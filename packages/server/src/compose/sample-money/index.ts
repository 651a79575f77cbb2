import type { Database } from '../../platform/db/database.ts';
import type { Modules } from '../modules.ts';
import { sceneOf, type People } from './scene.ts';
import { disputeOne, payOut, sellSuite } from './story.ts';
import { priceSuite } from './suite.ts';
import { agreeTerms, knowPayees, openBooks, setFundAside } from './terms.ts';

/** How many makers the suite has. */
const MAKERS = 7;

/**
 * Gives the sample its money: a suite of seven makers on the price list, the rules by which receipts are divided, a fund, and one sale
 * that went all the way, from the quote to the statement of each partner. All of it through the operations that people use.
 */
export async function loadSampleMoney(options: {
  readonly database: Database;
  readonly modules: Modules;
  readonly tenantId: string;
  readonly partnerEmail: string | null;
  readonly now: Date;
}): Promise<void> {
  const { database, tenantId } = options;
  const cast = await castOf(database, tenantId, options.partnerEmail);
  if (!cast) return;
  const scene = sceneOf(options.modules, tenantId, cast.people, options.now);
  const from = scene.day(-300);
  const suite = await priceSuite(
    scene,
    cast.makers.map(({ id }) => id),
    from,
  );
  await agreeTerms(scene, from, cast.partner.id);
  await openBooks(scene, from);
  await knowPayees(scene, scene.day(-140), [cast.partner, cast.influencer, ...cast.makers]);
  await setFundAside(scene, scene.day(-60), cast.partner.id);
  await sellSuite(scene, suite, { account: cast.account, partnerId: cast.partner.id, influencerId: cast.influencer.id });
  await payOut(scene);
  await disputeOne(scene, cast.partner.id);
}

type Named = { readonly id: string; readonly name: string };
type Cast = { readonly account: Named; readonly partner: Named; readonly influencer: Named; readonly makers: readonly Named[]; readonly people: People };

/** Partners of the sample in parts: those who make things first, and whoever has people that can sign in. Null where there are too few. */
async function castOf(database: Database, tenantId: string, partnerEmail: string | null): Promise<Cast | null> {
  return database.reading(tenantId, async (tx) => {
    const active = await tx
      .selectFrom('partner')
      .select(['id', 'name', 'types'])
      .where('tenant_id', '=', tenantId)
      .where('status', '=', 'active')
      .orderBy('name')
      .execute();
    const person =
      partnerEmail === null
        ? undefined
        : await tx
            .selectFrom('membership')
            .innerJoin('user', 'user.id', 'membership.user_id')
            .select(['membership.id as memberId', 'user.name', 'membership.role', 'membership.partner_id as partnerId'])
            .where('membership.tenant_id', '=', tenantId)
            .where('user.email', '=', partnerEmail)
            .executeTakeFirst();
    const partner = active.find(({ id }) => id === person?.partnerId) ?? active[0];
    const others = active.filter(({ id }) => id !== partner?.id).sort((a, b) => Number(b.types.includes('isv')) - Number(a.types.includes('isv')));
    const account = await tx
      .selectFrom('account')
      .select(['id', 'name'])
      .where('tenant_id', '=', tenantId)
      .where('country', '=', 'DE')
      .orderBy('name')
      .executeTakeFirst();
    const influencer = others[MAKERS];
    const staff = await tx
      .selectFrom('membership')
      .innerJoin('user', 'user.id', 'membership.user_id')
      .select(['membership.id as memberId', 'user.name', 'membership.role', 'membership.partner_id as partnerId'])
      .where('membership.tenant_id', '=', tenantId)
      .where('membership.role', 'in', ['owner', 'finance'])
      .orderBy('membership.id')
      .execute();
    const [maker, approver] = [staff.find(({ role }) => role === 'owner'), staff.find(({ role }) => role === 'finance')];
    if (!partner || !influencer || !account || !maker || !approver) return null;
    return { account, partner, influencer, makers: others.slice(0, MAKERS), people: { maker, approver, partner: person ?? null } };
  });
}
