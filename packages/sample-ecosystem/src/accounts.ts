import { CULTURES, INDUSTRIES } from './cultures.ts';
import type { Country } from './geography.ts';
import { countryAndOrdinal, firmName, mailAddress, personName, slug } from './naming.ts';
import { fromEurMinor } from './products.ts';
import { at } from './rng.ts';
import type { Account, AccountContact, CommitteeRole, Segment, Seniority } from './types.ts';
import type { World } from './world.ts';
import { rngFor, staffFor } from './world.ts';

export interface AccountCore {
  index: number;
  key: string;
  name: string;
  shortName: string;
  domain: string;
  industry: string;
  country: Country;
  employees: number;
  segment: Segment;
  parentIndex: number | null;
  ownerKey: string;
  contactCount: number;
}

/** Contact n of every account sits in seat n, and the buying committee of a deal is read off the seats. */
export const SEATS: readonly { role: CommitteeRole; influence: number; seniority: Seniority; titles: readonly string[] }[] = [
  { role: 'economic_buyer', influence: 5, seniority: 'c_level', titles: ['Chief information officer', 'Chief financial officer', 'Chief data officer'] },
  { role: 'champion', influence: 4, seniority: 'director', titles: ['Director of data', 'Head of analytics', 'Head of data platform'] },
  { role: 'technical', influence: 3, seniority: 'manager', titles: ['Lead architect', 'Platform manager', 'Security architect'] },
  { role: 'legal', influence: 2, seniority: 'director', titles: ['General counsel', 'Head of procurement', 'Data protection officer'] },
  { role: 'user', influence: 2, seniority: 'specialist', titles: ['Senior data engineer', 'Analytics engineer', 'Data scientist'] },
  { role: 'blocker', influence: 3, seniority: 'vp', titles: ['Vice president infrastructure', 'Vice president operations'] },
];

export const accountKey = (index: number): string => `account-${String(index + 1).padStart(6, '0')}`;
export const contactKey = (account: string, seat: number): string => `${account}-contact-${seat + 1}`;
export const segmentOf = (employees: number): Segment => (employees < 250 ? 'smb' : employees < 2_000 ? 'mid' : 'enterprise');

/** Every tenth account may own others and is owned by none, so the tree of firms is one level deep and has no rings. */
const parentOf = (index: number, draw: number): number | null =>
  index % 10 === 0 || index < 20 || draw >= 0.09 ? null : Math.floor((index * (draw / 0.09)) / 10) * 10;

export const accountCore = (world: World, index: number): AccountCore => {
  const rng = rngFor(world, 'account', index);
  const { country, ordinal } = countryAndOrdinal(world.accountSlots, index);
  const firm = firmName(world.seed, country, ordinal);
  const employees = Math.round(Math.min(180_000, Math.max(12, rng.logNormal(420, 1.5))));
  const parentIndex = parentOf(index, rng.next());
  const segment = segmentOf(employees);
  const most = segment === 'smb' ? 3 : segment === 'mid' ? 5 : 6;
  return {
    index,
    key: accountKey(index),
    name: firm.name,
    shortName: firm.stem,
    domain: firm.domain,
    industry: at(INDUSTRIES, Math.floor(firm.wordIndex / 2)),
    country,
    employees,
    segment,
    parentIndex,
    ownerKey: staffFor(world, rng, 'seller', country.region).key,
    contactCount: rng.int(segment === 'enterprise' ? 5 : 2, most),
  };
};

export const accountAt = (world: World, index: number): Account => {
  const core = accountCore(world, index);
  const rng = rngFor(world, 'accountContacts', index);
  const revenueEurMinor = Math.round(core.employees * rng.logNormal(21_000_000, 0.45));
  const domains = [core.domain];
  if (rng.chance(0.12)) domains.push(`${slug(core.shortName)}-${index + 1}.example`);
  return {
    key: core.key,
    name: core.name,
    domains,
    industry: core.industry,
    country: core.country.code,
    region: core.country.region,
    employees: core.employees,
    revenueMinor: fromEurMinor(revenueEurMinor, core.country.currency),
    currency: core.country.currency,
    parentKey: core.parentIndex === null ? null : accountKey(core.parentIndex),
    ownerKey: core.ownerKey,
    contacts: contactsOf(world, core),
  };
};

const contactsOf = (world: World, core: AccountCore): AccountContact[] => {
  const rng = rngFor(world, 'accountContacts', -1 - core.index);
  const start = rng.int(0, CULTURES[core.country.culture].family.length - 1);
  return Array.from({ length: core.contactCount }, (_, i) => {
    const seat = at(SEATS, i);
    const { given, family } = personName(rng, core.country.culture, start, i);
    return {
      key: contactKey(core.key, i),
      name: `${given} ${family}`,
      email: mailAddress(given, family, core.domain),
      title: rng.pick(seat.titles),
      seniority: seat.seniority,
    };
  });
};
