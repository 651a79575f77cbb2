export const ownedTables = ['partner', 'partner_competency', 'partner_contact', 'partner_competing_product', 'partner_conflict'] as const;
