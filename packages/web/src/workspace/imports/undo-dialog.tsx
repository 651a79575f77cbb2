import { formatNumber } from '../../lib/i18n/format.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { InstantText } from '../../lib/i18n/values.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import type { Import } from './words.ts';

export function UndoDialog({ item, isOpen, onClose, onUndo }: { item: Import; isOpen: boolean; onClose: () => void; onUndo: () => void }) {
  const { counts } = item;
  return (
    <Dialog
      title={t('imports.undo.title')}
      isOpen={isOpen}
      onClose={onClose}
      size="small"
      footer={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button
            kind="danger"
            onPress={() => {
              onClose();
              onUndo();
            }}
          >
            {t('imports.undo')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-2">
        {counts && counts.create > 0 && <p>{t('imports.undo.create', { n: counts.create, count: formatNumber(counts.create) })}</p>}
        {counts && counts.update > 0 && <p>{t('imports.undo.update', { n: counts.update, count: formatNumber(counts.update) })}</p>}
        <p className="text-muted">{t('imports.undo.kept')}</p>
        {item.undoUntil && (
          <p className="text-12 text-muted">
            {t('imports.undo.until')} <InstantText at={item.undoUntil} />
          </p>
        )}
      </div>
    </Dialog>
  );
}
