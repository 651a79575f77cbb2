export { ourAccounts } from './accounts.ts';
export { ourContacts } from './contacts.ts';
export { ourDeals } from './deals.ts';
export { ourPeople } from './people.ts';
export { ourProducts } from './products.ts';
