import { useState } from 'react';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Tabs } from '../../../ui/tabs.tsx';
import { EventForm, type GivenEvent } from './event-form.tsx';
import { EventsFile } from './events-file.tsx';
import { TakenView } from './taken-view.tsx';
import type { Taken } from './words.ts';

const ways = ['file', 'form'] as const;

/** Use that is reported: a file of events, or one by hand. What was counted, known already and refused is said afterwards. */
export function EventsDialog({
  meter,
  given,
  onClose,
}: {
  meter?: string;
  /** One that was refused, to be put right. */ given?: GivenEvent;
  onClose: () => void;
}) {
  const [way, setWay] = useState<(typeof ways)[number]>(given === undefined ? 'file' : 'form');
  const [done, setDone] = useState<{ taken: Taken; places: readonly number[] }>();
  if (done !== undefined)
    return (
      <Dialog
        title={t('subs.events.report')}
        isOpen
        onClose={onClose}
        footer={
          <>
            <Button onPress={() => setDone(undefined)}>{t('subs.events.more')}</Button>
            <Button kind="primary" onPress={onClose}>
              {t('ui.close')}
            </Button>
          </>
        }
      >
        <TakenView taken={done.taken} places={done.places} onGo={onClose} />
      </Dialog>
    );
  const tabs = (
    <Tabs
      label={t('subs.events.way')}
      value={way}
      onChange={(id) => setWay(ways.find((one) => one === id) ?? 'file')}
      items={ways.map((id) => ({ id, label: t(`subs.events.way.${id}`) }))}
    />
  );
  const onDone = (taken: Taken, places: readonly number[] = []) => setDone({ taken, places });
  return way === 'file' ? (
    <EventsFile meter={meter} onDone={onDone} onClose={onClose}>
      {tabs}
    </EventsFile>
  ) : (
    <EventForm meter={meter} given={given} onDone={onDone} onClose={onClose}>
      {tabs}
    </EventForm>
  );
}
