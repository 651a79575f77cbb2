export const ownedTables = ['partner', 'partner_competency', 'partner_contact'] as const;
