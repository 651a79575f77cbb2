import { useState } from 'react';
import { ExternalLink } from 'lucide-react';
import { useApi } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button } from '../../../ui/button.tsx';
import { ComboBox } from '../../../ui/combo-box.tsx';
import { useSettled } from '../../deals/kit/pickers.tsx';
import { dealNumber } from '../../deals/list/columns.tsx';
import type { InvitationDetail } from './words.ts';

type Props = { invitation: InvitationDetail; mayAnswer: boolean; isPending: boolean; onJoin: (dealId: string) => void };

/** Deals of ours that may be the same, before anything is accepted: afterwards there would be two of them. */
export function Candidates({ invitation, mayAnswer, isPending, onJoin }: Props) {
  return (
    <section aria-label={t('cosell.candidates')} className="flex flex-col gap-2">
      <h3 className="font-semibold">{t('cosell.candidates')}</h3>
      {invitation.candidates.length === 0 ? (
        <p className="text-muted">{t('cosell.candidates.none')}</p>
      ) : (
        <ul className="flex flex-col rounded-popover border border-line">
          {invitation.candidates.map((candidate) => (
            <li key={candidate.dealId} className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-3 py-2 last:border-b-0">
              <span className="min-w-0 flex-1">
                <a
                  href={`/deals/${candidate.dealId}`}
                  target="_blank"
                  rel="noreferrer"
                  className="link inline-flex max-w-full items-center gap-1.5 font-medium"
                >
                  <bdi className="min-w-0 truncate">{candidate.dealName}</bdi>
                  <bdi className="num text-12 text-muted">{dealNumber(candidate.dealNumber)}</bdi>
                  <ExternalLink size={12} className="shrink-0" aria-hidden />
                  <span className="sr-only">{t('cosell.newTab')}</span>
                </a>
                <span className="block text-12 text-muted">
                  {candidate.accountName !== null && <bdi>{candidate.accountName} · </bdi>}
                  <bdi>{candidate.why}</bdi>
                </span>
              </span>
              {mayAnswer && (
                <Button
                  size="compact"
                  isPending={isPending}
                  aria-label={t('cosell.join.named', { deal: candidate.dealName })}
                  onPress={() => onJoin(candidate.dealId)}
                >
                  {t('cosell.join')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {mayAnswer && <OtherDeal isPending={isPending} onJoin={onJoin} />}
    </section>
  );
}

/** People know sameness that no comparison sees. */
function OtherDeal({ isPending, onJoin }: { isPending: boolean; onJoin: (dealId: string) => void }) {
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const q = useSettled(text.trim());
  const deals = useApi('deals.list', { query: { q, status: 'open', limit: 10 } }, { enabled: q !== '', keepPrevious: true });
  return (
    <details>
      <summary className="min-h-6 w-fit cursor-pointer text-12 text-muted">{t('cosell.join.other')}</summary>
      <div className="mt-1 flex flex-wrap items-end gap-2">
        <ComboBox
          className="min-w-60 flex-1"
          label={t('cosell.join.search')}
          options={(deals.data?.items ?? []).map((deal) => ({ id: deal.id, label: deal.name, note: dealNumber(deal.number) }))}
          value={chosen}
          onChange={setChosen}
          onSearch={setText}
        />
        <Button isDisabled={chosen === null} isPending={isPending} onPress={() => chosen !== null && onJoin(chosen)}>
          {t('cosell.join')}
        </Button>
      </div>
    </details>
  );
}
