export const ownedTables = [
  'ledger_account',
  'ledger_transaction',
  'ledger_entry',
  'ledger_seal',
  'ledger_progress',
  'ledger_balance',
  'ledger_period',
  'ledger_verification',
  'fx_rate',
] as const;
