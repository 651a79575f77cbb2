import { Views } from '../shared/rows.tsx';
import { t } from '../text.ts';

export type MoneyView = 'earnings' | 'statements' | 'disputes' | 'incentives' | 'payee';
const views = [
  ['earnings', '/portal/money', 'portal.money.earnings'],
  ['statements', '/portal/money/statements', 'portal.money.statements'],
  ['disputes', '/portal/money/disputes', 'portal.money.disputes'],
  ['incentives', '/portal/money/incentives', 'portal.incentives.title'],
  ['payee', '/portal/money/payee', 'portal.money.payee'],
] as const satisfies readonly (readonly [MoneyView, string, string])[];

export function MoneyViews({ open }: { open: MoneyView }) {
  return <Views label={t('portal.nav.money')} items={views.map(([id, to, label]) => ({ to, label: t(label), open: id === open }))} />;
}
