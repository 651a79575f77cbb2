import { type Result, useApiPages } from '../../lib/api/index.ts';
import { DateText, Money } from '../../lib/i18n/values.tsx';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { Page, Panel } from '../kit/page.tsx';
import { Listed, RowLink, Rows } from '../shared/rows.tsx';
import { t } from '../text.ts';
import { guarded } from './guard.tsx';
import { MoneyViews } from './money-views.tsx';

export type Statement = Result<'portalMoney.statement'>;
const tones: Record<Statement['state'], Tone> = { released: 'accent', sent: 'accent', paid: 'ok', returned: 'bad' };
export const StatementBadge = ({ state }: { state: Statement['state'] }) => <Badge tone={tones[state]}>{t(`portal.money.sstate.${state}`)}</Badge>;
export const statementTitle = ({ number }: Pick<Statement, 'number'>): string => number ?? t('portal.money.statement');

/** The one day that matters in this state. */
export function StatementDay({ statement }: { statement: Statement }) {
  const [label, day] =
    statement.state === 'paid'
      ? [t('portal.money.paidOn'), statement.paidOn]
      : statement.state === 'returned'
        ? [t('portal.money.returnedOn'), statement.returnedOn]
        : [t('portal.money.expectedOn'), statement.payOn];
  return day === null ? null : (
    <span>
      {label} <DateText date={day} />
    </span>
  );
}

export const StatementList = guarded(List);

function List() {
  const pages = useApiPages('portalMoney.statements', {});
  return (
    <Page title={t('portal.nav.money')}>
      <MoneyViews open="statements" />
      <Panel flush>
        <Listed
          pages={pages}
          what={t('portal.money.statements')}
          empty={{ title: t('portal.money.statements.empty.title'), detail: t('portal.money.statements.empty.detail') }}
        >
          <Rows label={t('portal.money.statements')}>
            {pages.rows.map((statement) => (
              <RowLink
                key={statement.id}
                to={`/portal/money/statements/${statement.id}`}
                title={statementTitle(statement)}
                state={<StatementBadge state={statement.state} />}
                meta={
                  <>
                    <StatementDay statement={statement} />
                    <span>{t('portal.money.lines', { n: statement.lines })}</span>
                    {statement.bank !== null && <bdi dir="ltr">{statement.bank}</bdi>}
                  </>
                }
                aside={
                  <span className="font-medium">
                    <Money value={statement} />
                  </span>
                }
              />
            ))}
          </Rows>
        </Listed>
      </Panel>
    </Page>
  );
}
