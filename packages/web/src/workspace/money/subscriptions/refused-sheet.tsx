import { useState } from 'react';
import { t } from '../../../lib/i18n/i18n.ts';
import { InstantText } from '../../../lib/i18n/values.tsx';
import { useCan } from '../../../lib/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Sheet } from '../../../ui/dialog.tsx';
import { Facts } from '../../../ui/page.tsx';
import { ScrollArea } from '../../../ui/scroll-area.tsx';
import { none } from './bits.tsx';
import { EventsDialog } from './events-dialog.tsx';
import { readableEvent } from './refused-event.ts';
import type { Refused } from './words.ts';

/** One that was refused: why, and what it was. Refusals stay as they are; what is put right is reported as a new event. */
export function RefusedSheet({ refused: one, onClose }: { refused: Refused; onClose: () => void }) {
  const mayWrite = useCan('meters:write');
  const [again, setAgain] = useState(false);
  if (again) return <EventsDialog given={readableEvent(one.content)} onClose={onClose} />;
  return (
    <Sheet
      title={t('subs.refused.one')}
      isOpen
      onClose={onClose}
      footer={
        <>
          {!mayWrite && <span className="text-12 text-muted">{t('subs.mayNotMeter')}</span>}
          <Button kind="primary" isDisabled={!mayWrite} onPress={() => setAgain(true)}>
            {t('subs.refused.again')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <div className="rounded-popover bg-bad-soft px-3 py-2 text-bad">
          <p className="font-medium">{t(`subs.code.${one.code}`)}</p>
          <p>
            <bdi>{one.sentence}</bdi>
          </p>
        </div>
        <Facts
          items={[
            { label: t('subs.event.id'), value: one.eventId ?? none },
            { label: t('subs.meter'), value: one.meter ?? none },
            { label: t('subs.subject'), value: one.subject ?? none },
            { label: t('subs.refused.at'), value: <InstantText at={one.receivedAt} /> },
            { label: t('subs.refused.by'), value: one.receivedBy },
          ]}
        />
        <section className="flex flex-col gap-2">
          <h3 className="font-semibold">{t('subs.refused.content')}</h3>
          <ScrollArea label={t('subs.refused.content')} className="max-h-80 overflow-auto rounded-popover bg-desk p-3">
            <pre dir="ltr" className="font-mono text-12">
              {JSON.stringify(one.content, null, 2)}
            </pre>
          </ScrollArea>
        </section>
        <p className="text-12 text-muted">{t('subs.refused.note')}</p>
      </div>
    </Sheet>
  );
}
