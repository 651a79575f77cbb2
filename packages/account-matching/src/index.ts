export { companyKey, foldText, nameLikeness } from './company-name.ts';
export { isFreeMail } from './free-mail.ts';
export { likeness, type Company, type Likeness, type LikenessReason } from './likeness.ts';
export { imitatedLabels, looksLike, skeletonOf } from './look-alike.ts';
export { familyOf, mailDomainOf, normaliseDomain, type WebDomain } from './web-domain.ts';
