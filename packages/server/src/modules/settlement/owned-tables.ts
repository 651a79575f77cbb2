export const ownedTables = ['settlement_plan', 'settlement_plan_version', 'settlement_settings'] as const;
