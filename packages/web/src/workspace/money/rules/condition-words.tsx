import { currentLocale, t } from '../../../lib/i18n/i18n.ts';
import type { Condition } from './conditions.tsx';

type Names = { partner: (id: string) => string; product: (id: string) => string };

/** “A, B or C”, in the language of the reader. */
export const orList = (words: readonly string[]): string => new Intl.ListFormat(currentLocale(), { type: 'disjunction' }).format(words);

/** A condition as one sentence, for versions that are read and not edited. */
export function conditionSentence(one: Condition, names: Names): string {
  switch (one.kind) {
    case 'everyone':
    case 'registered':
      return t(`rules.when.${one.kind}`);
    case 'route':
      return t('rules.say', { what: t('rules.when.route'), of: orList(one.routes.map((id) => t(`route.${id}`))) });
    case 'role_present':
      return t('rules.say', { what: t('rules.when.role_present'), of: t(`role.${one.role}`) });
    case 'partner':
      return t('rules.say', { what: t('rules.when.partner'), of: orList(one.partnerIds.map(names.partner)) });
    case 'product':
      return t('rules.say', { what: t('rules.when.product'), of: orList(one.productIds.map(names.product)) });
    case 'source':
      return t('rules.say', { what: t('rules.when.source'), of: t(`rules.source.${one.source}`) });
    case 'currency':
      return t('rules.say', { what: t('rules.when.currency'), of: orList(one.currencies) });
    case 'region':
      return t('rules.say', { what: t('rules.when.region'), of: orList(one.regions) });
    case 'tier':
      return t('rules.say', { what: t('rules.when.tier'), of: orList(one.tiers) });
    case 'lines':
      return t('rules.say', { what: t('rules.when.lines'), of: t(`rules.lines.${one.of}`) });
    case 'term':
      return t('rules.say', { what: t('rules.when.term'), of: t(`rules.term.${one.term}`) });
    case 'customer':
      return t('rules.say', { what: t('rules.when.customer'), of: t(`rules.customer.${one.customer}`) });
  }
}
