export const ownedTables = ['program', 'program_version', 'rule_replay'] as const;
