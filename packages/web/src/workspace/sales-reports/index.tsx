export { SalesReportsScreen } from './reports-screen.tsx';
export { SalesReportScreen } from './report-screen.tsx';
