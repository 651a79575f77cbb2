import { useState } from 'react';
import { Plus, X } from 'lucide-react';
import { useApi, useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { useCan } from '../../../lib/session.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { useSettled } from '../../deals/kit/pickers.tsx';
import { sayRefusal } from '../../deals/kit/notify.ts';
import { type DealView, plainWords } from '../../deals/room/views/words.ts';

type Link = { type: string; id: string };

/** Solutions, products and offers that the record names over there. */
export function CosellLinks({ view }: { view: DealView }) {
  const mayShare = useCan('cosell:submit');
  const [choosing, setChoosing] = useState(false);
  // The record over there holds ids; their names are in the list of what can be named.
  const known = useApi(
    'clouds.solutions',
    { params: { id: view.connectionId }, query: {} },
    { enabled: view.links.some((one) => one.label === null), staleTime: 60_000 },
  );
  const nameOf = (one: DealView['links'][number]): string =>
    one.label ?? known.data?.items.find((item) => item.type === one.type && item.id === one.id)?.label ?? one.id;
  const link = useApiMutation('clouds.link', { invalidates: ['views.ofDeal', 'clouds.plan'] });
  const set = (one: Link, linked: boolean) =>
    link.mutate(
      { params: { id: view.id }, body: { type: one.type, entityId: one.id, linked } },
      { onError: sayRefusal, onSuccess: () => toast(t(linked ? 'cosell.link.adding' : 'cosell.link.removing')) },
    );
  return (
    <section aria-label={t('cosell.links')} className="flex flex-col gap-1.5">
      <h3 className="flex min-h-7 items-center gap-2 text-12 font-medium text-muted">
        <span className="flex-1">{t('cosell.links')}</span>
        {mayShare && view.outsideId !== null && (
          <Button size="compact" icon={<Plus size={13} aria-hidden />} onPress={() => setChoosing(true)}>
            {t('cosell.link.add')}
          </Button>
        )}
      </h3>
      {view.links.length === 0 ? (
        <p className="text-muted">{t('cosell.links.none')}</p>
      ) : (
        <ul className="flex flex-wrap gap-1.5">
          {view.links.map((one) => (
            <li key={`${one.type} ${one.id}`} className="flex min-h-7 items-center gap-1.5 rounded-control border border-line ps-2">
              <span className="text-12 text-muted">{plainWords(one.type)}</span>
              <bdi className="min-w-0 font-medium wrap-anywhere">{nameOf(one)}</bdi>
              {mayShare ? (
                <IconButton size="compact" label={t('cosell.link.remove', { name: nameOf(one) })} onPress={() => set(one, false)}>
                  <X size={13} aria-hidden />
                </IconButton>
              ) : (
                <span className="w-1" />
              )}
            </li>
          ))}
        </ul>
      )}
      {choosing && (
        <ChooseLink
          view={view}
          onClose={() => setChoosing(false)}
          onChoose={(one) => {
            setChoosing(false);
            set(one, true);
          }}
        />
      )}
    </section>
  );
}

function ChooseLink({ view, onClose, onChoose }: { view: DealView; onClose: () => void; onChoose: (link: Link) => void }) {
  const [text, setText] = useState('');
  const q = useSettled(text.trim());
  const found = useApi('clouds.solutions', { params: { id: view.connectionId }, query: q === '' ? {} : { q } }, { keepPrevious: true });
  const linked = new Set(view.links.map((one) => `${one.type} ${one.id}`));
  const free = (found.data?.items ?? []).filter((one) => !linked.has(`${one.type} ${one.id}`));
  return (
    <Dialog title={t('cosell.link.title', { name: view.connectionName })} isOpen onClose={onClose}>
      <form className="flex flex-col gap-3" onSubmit={(event) => event.preventDefault()}>
        <TextField label={t('cosell.link.search')} value={text} onChange={setText} type="search" />
        {found.error !== null ? (
          <ErrorState compact error={found.error} onRetry={() => void found.refetch()} />
        ) : found.data === undefined ? (
          <SkeletonRows rows={4} widths={[50, 20]} what={t('cosell.links')} />
        ) : free.length === 0 ? (
          <p className="text-muted">{t(q === '' ? 'cosell.link.nothing' : 'ui.noMatches')}</p>
        ) : (
          <ul className="flex flex-col rounded-popover border border-line">
            {free.map((one) => (
              <li key={`${one.type} ${one.id}`} className="flex items-center gap-3 border-b border-line px-3 py-2 last:border-b-0">
                <span className="min-w-0 flex-1">
                  <bdi className="block font-medium">{one.label}</bdi>
                  <span className="flex flex-wrap gap-x-2 text-12 text-muted">
                    <span>{plainWords(one.type)}</span>
                    <bdi dir="ltr" className="font-mono wrap-anywhere">
                      {one.id}
                    </bdi>
                  </span>
                </span>
                <Button size="compact" aria-label={t('cosell.link.choose', { name: one.label })} onPress={() => onChoose(one)}>
                  {t('cosell.link.add')}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </form>
    </Dialog>
  );
}
