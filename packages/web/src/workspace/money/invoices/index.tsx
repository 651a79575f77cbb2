export { InvoicesScreen } from './invoices-screen.tsx';
export { InvoicePage } from './invoice-page.tsx';
export { ReceiptPage } from './receipt-page.tsx';
