export { element, FONTS, pageNumbers, renderPdf, text, type PdfLanguage, type Style } from './kit.ts';
export { ledgerPage, type LedgerPage } from './ledger-page.ts';
