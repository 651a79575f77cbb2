export const ownedTables = ['split_rule', 'split_rule_version', 'split', 'split_part'] as const;
