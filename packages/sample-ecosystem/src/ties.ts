import type { AccountCore } from './accounts.ts';
import { accountCore } from './accounts.ts';
import { DAY, isoDate } from './calendar.ts';
import type { Context, ReservedShares } from './context.ts';
import { partnerKey } from './partners.ts';
import { drawSkewed } from './partner-pool.ts';
import { PLANTED } from './planted-partners.ts';
import type { AccountTie } from './types.ts';
import { rngFor } from './world.ts';

const EVIDENCE: Readonly<Record<AccountTie['kind'], readonly string[]>> = {
  customer: ['Runs a managed service contract', 'Delivered the current data warehouse', 'Framework contract in force'],
  prospect: ['Met at an executive dinner', 'Proposal under review', 'Shared workshop held'],
  incumbent: ['Supplies the platform to be replaced', 'Sits in the steering committee', 'Renewed its contract this year'],
};

const RESERVED: readonly (keyof ReservedShares)[] = ['lifting', 'favoured', 'cooling'];

/** Reserved partners tied to the account: drawn by account, blind to how its deals end. That makes the lift a cause, not a choice. */
export const reservedPartnersOf = (context: Context, account: AccountCore): number[] => {
  if (Object.values(context.accounts).some((each) => each.index === account.index)) return [];
  const rng = rngFor(context.world, 'plantedTies', account.index);
  const { region } = account.country;
  const found: number[] = [];
  for (const name of RESERVED) {
    const drawn = rng.chance(context.shares[name]);
    const reach = region === 'EMEA' || (region === 'NA' && name !== 'cooling');
    if (drawn && reach) found.push(PLANTED[name]);
  }
  return found;
};

/** Indices of the partners tied to an account; at most one tie for each. */
export const tiedPartners = (context: Context, account: AccountCore): number[] => {
  if (account.index === context.accounts.uncovered.index) return [];
  const rng = rngFor(context.world, 'ties', account.index);
  const found = reservedPartnersOf(context, account);
  const count = rng.weighted([
    [0, 28],
    [1, 30],
    [2, 22],
    [3, 12],
    [4, 8],
  ] as const);
  for (let i = 0; i < count; i++) {
    const drawn = drawSkewed(rng, context.pool.byRegion.get(account.country.region));
    if (drawn !== null && !found.includes(drawn)) found.push(drawn);
  }
  return found;
};

export const tiesOfAccount = (context: Context, index: number): AccountTie[] => {
  const account = accountCore(context.world, index);
  return tiedPartners(context, account).map((partner) => {
    const rng = rngFor(context.world, 'ties', -1 - (index * 32 + (partner % 32)));
    const kind = rng.weighted([
      ['customer', 52],
      ['prospect', 33],
      ['incumbent', 15],
    ] as const);
    return {
      partnerKey: partnerKey(partner),
      accountKey: account.key,
      kind,
      strength: rng.int(kind === 'prospect' ? 5 : 35, kind === 'prospect' ? 60 : 100),
      since: isoDate(context.world.nowMs - rng.int(20, 2_200) * DAY),
      evidence: rng.pick(EVIDENCE[kind]),
    };
  });
};
