export const ownedTables = ['quote', 'quote_version', 'quote_approval', 'quote_rule', 'quote_rule_version'] as const;
