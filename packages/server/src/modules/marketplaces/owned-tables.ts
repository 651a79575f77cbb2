export const ownedTables = [
  'marketplace',
  'listing',
  'listing_eligibility',
  'cloud_commitment',
  'resale_authorization',
  'offer',
  'offer_operation',
  'agreement',
  'entitlement',
  'marketplace_notice',
] as const;
