export { bulkInsertPeople, findPeopleByName, type PersonRow } from './bulk-insert-people.ts';
export { bulkRemovePeople, bulkUpdatePeople, findPeople, versionsOfPeople, type PersonBefore, type PersonChanges } from './bulk-change-people.ts';
export { createIdentity, type Identity, type IdentityOptions } from './create-identity.ts';
export { addMembership, createPerson, type NewMembership, type NewPerson } from './create-person.ts';
