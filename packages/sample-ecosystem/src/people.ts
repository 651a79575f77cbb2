import { CULTURES } from './cultures.ts';
import type { CultureName } from './cultures.ts';
import { REGIONS } from './geography.ts';
import { mailAddress } from './naming.ts';
import { VENDOR } from './products.ts';
import type { Rng } from './rng.ts';
import { at } from './rng.ts';
import type { Person, Region, StaffRole } from './types.ts';

/** The first sixteen seats cover all eight roles and a seller, a partner manager or an alliance manager near each region. */
const SEATS: readonly (readonly [StaffRole, Region])[] = [
  ['owner', 'EMEA'],
  ['admin', 'EMEA'],
  ['partner_manager', 'EMEA'],
  ['partner_manager', 'NA'],
  ['alliance_manager', 'EMEA'],
  ['seller', 'EMEA'],
  ['seller', 'NA'],
  ['seller', 'APAC'],
  ['seller', 'LATAM'],
  ['marketer', 'EMEA'],
  ['finance', 'EMEA'],
  ['auditor', 'EMEA'],
  ['seller', 'EMEA'],
  ['seller', 'NA'],
  ['partner_manager', 'APAC'],
  ['alliance_manager', 'NA'],
  ['seller', 'EMEA'],
  ['seller', 'NA'],
  ['partner_manager', 'LATAM'],
  ['marketer', 'NA'],
  ['seller', 'EMEA'],
  ['seller', 'APAC'],
  ['partner_manager', 'EMEA'],
  ['finance', 'NA'],
];

const STAFF_CULTURES: Readonly<Record<Region, readonly CultureName[]>> = {
  EMEA: ['german', 'english', 'french', 'dutch', 'nordic', 'spanish', 'italian', 'polish'],
  NA: ['english', 'indian', 'spanish', 'english'],
  APAC: ['japanese', 'indian', 'chinese', 'english'],
  LATAM: ['portuguese', 'spanish'],
};

export const makePeople = (rng: Rng, count: number): Person[] => {
  const emails = new Set<string>();
  const people: Person[] = [];
  for (let i = 0; i < count; i++) {
    const [role, region] = i < SEATS.length ? at(SEATS, i) : (['seller', at(REGIONS, i % REGIONS.length)] as const);
    const culture = CULTURES[rng.pick(STAFF_CULTURES[region])];
    const given = rng.pick(culture.given);
    const family = rng.pick(culture.family);
    const plain = mailAddress(given, family, VENDOR.domain);
    const email = emails.has(plain) ? mailAddress(given, `${family}-${i + 1}`, VENDOR.domain) : plain;
    emails.add(email);
    people.push({
      key: `person-${String(i + 1).padStart(2, '0')}`,
      name: `${given} ${family}`,
      email,
      role,
      region,
      managerKey: managerOf(people, role),
    });
  }
  return people;
};

/** Sellers and partner managers report to the first of their role, everybody else to the owner. */
const managerOf = (people: readonly Person[], role: StaffRole): string | null =>
  people.find((each) => each.role === role && (role === 'seller' || role === 'partner_manager'))?.key ?? people[0]?.key ?? null;
