import { addMonths, DAY, isoDate } from './calendar.ts';
import { CULTURES, INDUSTRIES } from './cultures.ts';
import type { Country } from './geography.ts';
import { codesOfRegion, countryByCode, REGIONS } from './geography.ts';
import { countryAndOrdinal, firmName, mailAddress, personName } from './naming.ts';
import { PLANTED, PLANTED_PARTNERS } from './planted-partners.ts';
import { PRODUCTS } from './products.ts';
import type { Rng } from './rng.ts';
import { at } from './rng.ts';
import type { Competency, Partner, ParticipantRole, PartnerTier, PartnerType, Region } from './types.ts';
import type { World } from './world.ts';
import { rngFor, staffFor } from './world.ts';

const FIRM_WORDS: readonly string[] = [
  'Consulting',
  'Systems',
  'Cloud Services',
  'Datahaus',
  'Analytics',
  'Solutions',
  'Technologies',
  'IT Partners',
  'Integration',
  'Platforms',
  'Managed Services',
  'Advisory',
  'Data Engineering',
  'Computing',
  'Channel',
  'Interactive',
];

/** Which participant roles a partner type can fill. */
export const ROLES_OF_TYPE: Readonly<Record<PartnerType, readonly ParticipantRole[]>> = {
  reseller: ['resell', 'source', 'influence'],
  distributor: ['distribute'],
  si: ['integrate', 'service', 'influence'],
  msp: ['service', 'resell'],
  isv: ['technology', 'influence'],
  referral: ['source'],
  consultant: ['influence', 'source', 'integrate'],
  hyperscaler: ['marketplace', 'influence'],
};

const SKILLS: Readonly<Record<ParticipantRole, readonly string[]>> = {
  source: ['Account introduction', 'Executive sponsorship'],
  influence: ['Business case', 'Architecture advice'],
  integrate: ['Data migration', 'Pipeline engineering', 'Identity and access', 'SAP extraction'],
  resell: ['Licence procurement', 'Framework contracts'],
  distribute: ['Credit and logistics', 'Channel enablement'],
  marketplace: ['Private offers', 'Commitment drawdown'],
  technology: ['Certified connector', 'Joint solution'],
  service: ['24x7 operation', 'Cost control', 'Training'],
};

const TITLES = ['Partner manager', 'Managing director', 'Head of alliances', 'Sales lead', 'Practice lead data'] as const;

/** The part of a partner that deals need; made for all partners at once. */
export interface PartnerCore {
  index: number;
  key: string;
  name: string;
  domain: string;
  home: Country;
  types: PartnerType[];
  status: Partner['status'];
  regions: Region[];
  joinedMs: number;
  medianResponseHours: number;
}

export const partnerKey = (index: number): string => `partner-${String(index + 1).padStart(5, '0')}`;

export const partnerCore = (world: World, index: number): PartnerCore => drawCore(world, index, rngFor(world, 'partner', index));

const drawCore = (world: World, index: number, rng: Rng): PartnerCore => {
  const planted = PLANTED_PARTNERS[index];
  const types = drawTypes(rng);
  const status = rng.weighted([
    ['active', 84],
    ['onboarding', 10],
    ['paused', 6],
  ] as const);
  const tenureDays = 60 + Math.floor(2_800 * rng.next() ** 0.9);
  const medianResponseHours = Math.round(Math.min(120, Math.max(1, rng.logNormal(9, 0.75))) * 10) / 10;
  const wide = rng.chance(0.18);
  const second = rng.pick(REGIONS);
  if (planted !== undefined) {
    const home = countryByCode(planted.country);
    return {
      index,
      key: partnerKey(index),
      name: planted.name,
      domain: `${planted.slug}.example`,
      home,
      types: [...planted.types],
      status: 'active',
      regions: [...planted.regions],
      joinedMs: world.startMs - (200 + index * 31) * DAY,
      // The cooling partner used to be quick; with a slow start its withdrawal would not be seen.
      medianResponseHours: index === PLANTED.cooling ? 6.5 : medianResponseHours,
    };
  }
  const { country, ordinal } = countryAndOrdinal(world.partnerSlots, index);
  const firm = firmName(world.seed, country, ordinal, FIRM_WORDS);
  const regions: Region[] = wide && second !== country.region ? [country.region, second] : [country.region];
  return {
    index,
    key: partnerKey(index),
    name: firm.name,
    domain: firm.domain,
    home: country,
    types,
    status,
    regions,
    joinedMs: world.nowMs - (status === 'onboarding' ? 5 + (tenureDays % 90) : tenureDays) * DAY,
    medianResponseHours,
  };
};

const drawTypes = (rng: Rng): PartnerType[] => {
  const first = rng.weighted<PartnerType>([
    ['reseller', 26],
    ['si', 20],
    ['consultant', 14],
    ['msp', 13],
    ['isv', 13],
    ['referral', 10],
    ['distributor', 4],
  ]);
  if (!rng.chance(0.35)) return [first];
  const second = rng.weighted<PartnerType>([
    ['msp', 3],
    ['consultant', 3],
    ['reseller', 2],
    ['si', 2],
    ['referral', 1],
  ]);
  return first === second ? [first] : [first, second];
};

export const partnerAt = (world: World, index: number): Partner => {
  const rng = rngFor(world, 'partner', index);
  const core = drawCore(world, index, rng);
  const size = Math.min(400, Math.max(4, Math.round(rng.logNormal(14, 0.8))));
  const countries = new Set([core.home.code]);
  for (const region of core.regions) {
    for (const code of codesOfRegion(region)) if (rng.chance(PLANTED_PARTNERS[index] === undefined ? 0.25 : 0.8)) countries.add(code);
  }
  const industries = rng.shuffled(INDUSTRIES).slice(0, rng.int(1, 4));
  const tier: PartnerTier =
    core.status === 'onboarding'
      ? 'registered'
      : rng.weighted([
          ['registered', 34],
          ['silver', 36],
          ['gold', 22],
          ['platinum', 8],
        ] as const);
  return {
    key: core.key,
    name: core.name,
    domain: core.domain,
    types: core.types,
    status: core.status,
    regions: core.regions,
    countries: [...countries],
    industries,
    capacityTotal: PLANTED_PARTNERS[index]?.capacity ?? Math.max(2, Math.round(size / 2)),
    managerKey: staffFor(world, rng, core.types.includes('hyperscaler') ? 'alliance_manager' : 'partner_manager', core.home.region).key,
    medianResponseHours: core.medianResponseHours,
    tier,
    competencies: drawCompetencies(world, rng, core.types, size),
    contacts: drawContacts(rng, core),
    joinedOn: isoDate(core.joinedMs),
  };
};

const drawCompetencies = (world: World, rng: Rng, types: readonly PartnerType[], size: number): Competency[] => {
  const roles = [...new Set(types.flatMap((type) => ROLES_OF_TYPE[type]))];
  return roles.map((role) => ({
    productKey: rng.chance(0.7) ? rng.pick(PRODUCTS).key : null,
    skill: rng.pick(SKILLS[role]),
    role,
    certifiedPeople: Math.max(1, Math.round(size * rng.between(0.05, 0.6))),
    // One in ten has run out: expired proof is a fact of partner programmes.
    validUntil: isoDate(addMonths(world.nowMs, rng.chance(0.1) ? -rng.int(1, 6) : rng.int(1, 22))),
  }));
};

const drawContacts = (rng: Rng, core: PartnerCore): Partner['contacts'] => {
  const start = rng.int(0, CULTURES[core.home.culture].family.length - 1);
  return Array.from({ length: rng.int(1, 3) }, (_, i) => {
    const { given, family } = personName(rng, core.home.culture, start, i);
    return { name: `${given} ${family}`, email: mailAddress(given, family, core.domain), title: at(TITLES, (start + i) % TITLES.length) };
  });
};
