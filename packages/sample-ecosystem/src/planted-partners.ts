import type { PartnerType, Region } from './types.ts';

interface PlantedPartner {
  name: string;
  slug: string;
  country: string;
  types: readonly PartnerType[];
  regions: readonly Region[];
  capacity: number;
}

/** Partners with a part to play; they take the first indices. Everything else about them is drawn like for any other. */
export const PLANTED_PARTNERS: readonly PlantedPartner[] = [
  { name: 'Altura Cloud', slug: 'altura-cloud', country: 'US', types: ['hyperscaler'], regions: ['EMEA', 'NA', 'APAC', 'LATAM'], capacity: 400 },
  { name: 'Boreal Web Platform', slug: 'boreal', country: 'US', types: ['hyperscaler'], regions: ['EMEA', 'NA', 'APAC', 'LATAM'], capacity: 400 },
  { name: 'Monsun Cloud', slug: 'monsun', country: 'SG', types: ['hyperscaler'], regions: ['EMEA', 'NA', 'APAC', 'LATAM'], capacity: 300 },
  { name: 'Halden & Rask A/S', slug: 'halden-rask', country: 'DK', types: ['si', 'consultant'], regions: ['EMEA', 'NA'], capacity: 40 },
  { name: 'Castellan Software House Ltd', slug: 'castellan', country: 'GB', types: ['reseller'], regions: ['EMEA', 'NA'], capacity: 60 },
  { name: 'Lindqvist Integration AB', slug: 'lindqvist', country: 'SE', types: ['si', 'msp'], regions: ['EMEA'], capacity: 30 },
  { name: 'Marrow & Pike Advisory LLP', slug: 'marrow-pike', country: 'GB', types: ['referral', 'consultant'], regions: ['EMEA'], capacity: 12 },
  { name: 'Trident Channel Ltd', slug: 'trident-channel', country: 'GB', types: ['reseller', 'referral'], regions: ['EMEA'], capacity: 25 },
  { name: 'Nordhafen Distribution SE', slug: 'nordhafen', country: 'DE', types: ['distributor'], regions: ['EMEA'], capacity: 150 },
  { name: 'Veldkamp IT B.V.', slug: 'veldkamp', country: 'NL', types: ['reseller', 'msp'], regions: ['EMEA'], capacity: 28 },
  { name: 'Arquitel Consultores S.L.', slug: 'arquitel', country: 'ES', types: ['si', 'consultant'], regions: ['EMEA', 'LATAM'], capacity: 22 },
  { name: 'Quillmark Software Inc.', slug: 'quillmark', country: 'CA', types: ['isv'], regions: ['EMEA', 'NA'], capacity: 35 },
  { name: 'Sundara Managed Services Pvt. Ltd', slug: 'sundara', country: 'IN', types: ['msp', 'si'], regions: ['EMEA', 'APAC'], capacity: 45 },
  { name: 'Orsini & Soci S.r.l.', slug: 'orsini', country: 'IT', types: ['referral', 'consultant'], regions: ['EMEA'], capacity: 10 },
];

/** Positions in the list above. */
export const PLANTED = {
  marketplace: 0,
  lifting: 3,
  favoured: 4,
  cooling: 5,
  conflictFirst: 6,
  conflictSecond: 7,
  distributor: 8,
  reseller: 9,
  integrator: 10,
  technology: 11,
  service: 12,
  source: 13,
} as const;

/** Kept out of the ordinary draw, so that who gets them is decided only by the plan of the truth they carry. */
export const isReserved = (index: number): boolean => index === PLANTED.lifting || index === PLANTED.favoured || index === PLANTED.cooling;
