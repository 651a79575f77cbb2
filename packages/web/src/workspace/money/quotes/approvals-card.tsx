import { t } from '../../../lib/i18n/i18n.ts';
import { InstantText } from '../../../lib/i18n/values.tsx';
import { Badge, type Tone } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/page.tsx';
import type { Approval, Quote } from './words.ts';

const tones: Record<Approval['state'], Tone> = { waiting: 'warn', approved: 'ok', rejected: 'bad', void: 'neutral' };

/** Who must approve and why, and who did; whoever made the version approves nothing of it. */
export function ApprovalsCard({ quote, onDecide }: { quote: Quote; onDecide: (approval: Approval, approve: boolean) => void }) {
  const { approvals } = quote;
  return (
    <Card title={t('quotes.approvals')} flush>
      {approvals.length === 0 ? (
        <p className="px-4 py-3 text-muted">{t(quote.state === 'draft' ? 'quotes.approvals.onSubmit' : 'quotes.approvals.none')}</p>
      ) : (
        <ul>
          {approvals.map((approval) => (
            <li key={approval.id} className="flex flex-col gap-1 border-b border-line px-4 py-2.5 last:border-b-0">
              <p className="flex flex-wrap items-center gap-2">
                <bdi className="min-w-0 flex-1 font-medium">{approval.ruleName}</bdi>
                <Badge tone={tones[approval.state]}>{t(`quotes.approval.${approval.state}`)}</Badge>
              </p>
              <p className="text-12">
                <bdi>{approval.reason}</bdi>
              </p>
              <p className="text-12 text-muted">
                {t('quotes.approval.by', { role: t(`people.role.${approval.approverRole}`) })} · {t('pricing.version', { n: approval.quoteVersion })}
              </p>
              {approval.decidedBy !== null && (
                <p className="text-12">
                  <bdi className="font-medium">{approval.decidedBy}</bdi>
                  {approval.decidedAt !== null && (
                    <>
                      {' · '}
                      <InstantText at={approval.decidedAt} />
                    </>
                  )}
                  {approval.note !== null && (
                    <>
                      {' · '}
                      <bdi>{approval.note}</bdi>
                    </>
                  )}
                </p>
              )}
              {approval.state === 'waiting' &&
                (approval.mayDecide ? (
                  <p className="mt-1 flex gap-2">
                    <Button size="compact" kind="primary" onPress={() => onDecide(approval, true)}>
                      {t('quotes.approve')}
                    </Button>
                    <Button size="compact" kind="danger" onPress={() => onDecide(approval, false)}>
                      {t('quotes.reject')}
                    </Button>
                  </p>
                ) : (
                  <p className="text-12 text-muted">{t('quotes.approval.notYou', { role: t(`people.role.${approval.approverRole}`) })}</p>
                ))}
            </li>
          ))}
        </ul>
      )}
      <p className="border-t border-line px-4 py-2 text-12 text-muted">{t('quotes.fourEyes')}</p>
    </Card>
  );
}
