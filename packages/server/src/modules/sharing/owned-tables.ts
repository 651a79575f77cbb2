export const ownedTables = ['partner_profile', 'deal_share', 'partner_record'] as const;
