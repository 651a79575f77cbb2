export const ownedTables = ['partner_tie', 'hop_price', 'sales_report', 'sales_report_line'] as const;
