import { type FormEvent, useState } from 'react';
import { isStale, useApiMutation } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { useCan } from '../../lib/session.ts';
import { Button } from '../../ui/button.tsx';
import { focusFirstField } from '../../ui/focus.ts';
import { TextField } from '../../ui/text-field.tsx';
import { toast } from '../../ui/toast.tsx';
import { RefusalNote } from '../partners/kit/form-drawer.tsx';
import { orNull } from '../partners/kit/text-list.ts';
import type { Share } from './share-row.tsx';

/** Consent needs nothing typed; a refusal needs the text both partners will read. */
export function ShareDecision({ share }: { share: Share }) {
  const mayDecide = useCan('deals:write');
  const [refusing, setRefusing] = useState(false);
  const [text, setText] = useState('');
  const [missing, setMissing] = useState(false);
  const decide = useApiMutation('shares.decide', { invalidates: ['shares.list', 'acts.list', 'deals.get', 'deals.timeline', 'deals.list'] });
  if (share.state !== 'waiting_vendor') return null;
  if (!mayDecide) return <p className="rounded-popover bg-hover px-3 py-2 text-muted">{t('distribution.share.whoDecides')}</p>;

  function send(consent: boolean) {
    decide.mutate(
      { params: { id: share.id }, body: { consent, partnerText: orNull(text) }, ifVersion: share.version },
      { onSuccess: () => toast(t(consent ? 'distribution.share.consented' : 'distribution.share.refused', { partner: share.toPartnerName })) },
    );
  }
  function refuse(event: FormEvent) {
    event.preventDefault();
    if (text.trim() === '') setMissing(true);
    else send(false);
  }
  return (
    <div className="flex flex-col gap-3">
      {isStale(decide.error) ? (
        <p role="alert" className="rounded-popover bg-warn-soft px-3 py-2 text-warn">
          {t('distribution.share.stale')}
        </p>
      ) : (
        <RefusalNote error={decide.error} />
      )}
      <div className="flex flex-wrap gap-2">
        <Button kind="primary" isDisabled={decide.isPending} onPress={() => send(true)}>
          {t('distribution.share.consent')}
        </Button>
        <Button aria-expanded={refusing} isDisabled={decide.isPending} onPress={() => setRefusing(!refusing)}>
          {t('distribution.share.refuse')}
        </Button>
      </div>
      {refusing && (
        <form ref={focusFirstField} onSubmit={refuse} className="flex max-w-140 flex-col gap-3 rounded-card border border-line p-4">
          <TextField
            label={t('distribution.share.text')}
            description={t('distribution.share.text.note')}
            value={text}
            onChange={(next) => {
              setText(next);
              setMissing(false);
            }}
            rows={3}
            maxLength={1000}
            isRequired
            validationBehavior="aria"
            error={missing ? t('inbox.note.missing') : undefined}
          />
          <div className="flex gap-2">
            <Button type="submit" kind="danger" isPending={decide.isPending}>
              {t('distribution.share.refuse')}
            </Button>
            <Button onPress={() => setRefusing(false)}>{t('ui.cancel')}</Button>
          </div>
        </form>
      )}
    </div>
  );
}
