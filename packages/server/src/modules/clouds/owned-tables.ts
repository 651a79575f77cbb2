export const ownedTables = ['cloud_step', 'cloud_invitation', 'engagement', 'cloud_requirement'] as const;
