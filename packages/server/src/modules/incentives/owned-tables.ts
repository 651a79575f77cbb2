export const ownedTables = [
  'incentive_rule',
  'incentive_rule_version',
  'incentive_enrolment',
  'incentive_fact',
  'incentive_accrual',
  'incentive_rebate_period',
  'incentive_volume',
  'incentive_rebate_entry',
  'incentive_claim',
  'spiff_registration',
] as const;
