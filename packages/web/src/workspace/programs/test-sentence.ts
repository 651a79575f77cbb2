import { formatMoney, formatNumber } from '../../lib/i18n/format.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { typeName } from '../partners/words.ts';
import { kindWords, testWords } from '../registrations/words.ts';
import type { RuleTest } from './definition.ts';

const SHOWN_ACCOUNTS = 5;
export const listed = (texts: readonly string[]): string =>
  texts.length === 0 ? t('programs.diff.none') : new Intl.ListFormat(document.documentElement.lang, { style: 'short', type: 'unit' }).format(texts);

function detailOf(test: RuleTest): string | null {
  switch (test.kind) {
    case 'partner_not_in':
      return listed(test.types.map(typeName));
    case 'tier_below':
      return t(`programs.tier.${test.tier}`);
    case 'training_missing':
      return test.skill === null ? formatNumber(test.people) : listed([formatNumber(test.people), test.skill]);
    case 'named_account':
      return test.accounts.length > SHOWN_ACCOUNTS ? listed([...test.accounts.slice(0, SHOWN_ACCOUNTS), '…']) : listed(test.accounts);
    case 'value_below':
    case 'value_above':
      return formatMoney(test);
    case 'open_direct_deal':
      return t('programs.days', { n: test.atLeastDays });
    case 'other_worked_more':
      return t('programs.days', { n: test.withinDays });
    case 'customer_bought_within':
      return t('programs.days', { n: test.days });
    case 'registration_kind':
      return listed(test.kinds.map(kindWords));
    case 'no_likeness_above':
      return formatNumber(test.score);
    default:
      return null;
  }
}

/** A test with what it is set to: "value is below €50,000". */
export function testSentence(test: RuleTest): string {
  const detail = detailOf(test);
  const words = testWords(test.kind);
  return detail === null ? words : t('programs.test.with', { test: words, detail });
}
