export const ownedTables = ['product_commerce', 'price_book', 'price_entry', 'price_entry_version', 'pricing_document', 'pricing_document_version'] as const;
