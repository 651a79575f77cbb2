export { renderPdf, type PdfLanguage } from './kit.ts';
export { ledgerPage, type LedgerPage } from './ledger-page.ts';
