export const ownedTables = ['lead', 'lead_offer', 'lead_routing'] as const;
