import { useState } from 'react';
import { t } from '../../lib/i18n/i18n.ts';
import { TextField } from '../../ui/text-field.tsx';
import { FormDrawer } from '../partners/kit/form-drawer.tsx';

/** From the beginning of one clock hour to the beginning of another; either end may stay open. */
export function HourRangeDialog({
  from,
  to,
  onClose,
  onDone,
}: {
  from: string | undefined;
  to: string | undefined;
  onClose: () => void;
  onDone: (range: { from: string | undefined; to: string | undefined }) => void;
}) {
  const [first, setFirst] = useState(from ?? '');
  const [last, setLast] = useState(to ?? '');
  const backwards = first !== '' && last !== '' && first >= last;
  return (
    <FormDrawer
      title={t('metering.range')}
      verb={t('metering.range.show')}
      look="modal"
      isOpen
      onClose={onClose}
      isPending={false}
      error={null}
      onSubmit={() => {
        if (!backwards) onDone({ from: first === '' ? undefined : first, to: last === '' ? undefined : last });
      }}
    >
      <TextField label={t('metering.range.from')} type={'datetime-local' as 'text'} value={first} onChange={setFirst} />
      <TextField
        label={t('metering.range.to')}
        description={t('metering.range.note')}
        type={'datetime-local' as 'text'}
        value={last}
        onChange={setLast}
        error={backwards ? t('metering.range.backwards') : undefined}
      />
    </FormDrawer>
  );
}
