/** The partner's pages show what others own. */
export const ownedTables = [] as const;
