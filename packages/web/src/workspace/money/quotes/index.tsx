export { ChangeQuoteScreen, NewQuoteScreen } from './builder/builder-screens.tsx';
export { QuoteScreen } from './quote-screen.tsx';
export { QuotesScreen } from './quotes-screen.tsx';
