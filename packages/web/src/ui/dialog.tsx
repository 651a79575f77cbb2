import type { ReactNode } from 'react';
import { X } from 'lucide-react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { t } from '../lib/i18n/i18n.ts';
import { Button, IconButton } from './button.tsx';
import { cx } from './cx.ts';
import { focusFirstField } from './focus.ts';

export type DialogProps = {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  /** `side` slides in from the end edge and leaves the page in view. */
  look?: 'modal' | 'side';
  size?: 'small' | 'normal' | 'wide';
  /** One line beside the title, e.g. "Usually decided in 9 hours". */
  note?: ReactNode;
  footer?: ReactNode;
  /** Off while unsaved work would be lost by a click outside. */
  isDismissable?: boolean;
  children: ReactNode;
};

const widths = { small: 'md:w-100', normal: 'md:w-140', wide: 'md:w-200' };

/** A form opens ready to type in; other dialogs start at their beginning. */
const startInForm = (body: HTMLElement | null): void => focusFirstField(body?.querySelector('form') ?? null);

export function Dialog({ title, isOpen, onClose, look = 'modal', size = 'normal', note, footer, isDismissable = true, children }: DialogProps) {
  const side = look === 'side';
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      isDismissable={isDismissable}
      className={cx('fixed inset-0 z-40 flex bg-scrim', side ? 'items-stretch justify-end' : 'items-start justify-center max-md:items-end md:pt-[12vh]')}
    >
      <Modal
        className={cx(
          'flex max-h-full w-full flex-col bg-raised shadow-float outline-none',
          side
            ? 'enter-panel border-s border-line md:w-[var(--peek)]'
            : cx('enter border border-line max-md:rounded-t-card md:max-h-[76vh] md:rounded-card', widths[size]),
        )}
      >
        <AriaDialog className="flex min-h-0 flex-1 flex-col outline-none">
          <header className="flex min-h-12 items-center gap-3 border-b border-line py-2 ps-5 pe-2.5">
            <Heading slot="title" className="min-w-0 flex-1 truncate text-15 font-semibold">
              {title}
            </Heading>
            {note !== undefined && <span className="text-12 text-muted">{note}</span>}
            <IconButton label={t('ui.close')} onPress={onClose}>
              <X size={16} strokeWidth={1.75} aria-hidden />
            </IconButton>
          </header>
          <div ref={startInForm} className="relative min-h-0 flex-1 overflow-auto p-5">
            {children}
          </div>
          {footer !== undefined && <footer className="flex items-center justify-end gap-2 border-t border-line px-5 py-3">{footer}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

export function Sheet(props: Omit<DialogProps, 'look' | 'size'>) {
  return <Dialog {...props} look="side" />;
}

export function ConfirmDialog({
  title,
  body,
  verb,
  danger = false,
  isOpen,
  onClose,
  onConfirm,
}: {
  title: string;
  body: ReactNode;
  verb: string;
  danger?: boolean;
  isOpen: boolean;
  onClose: () => void;
  onConfirm: () => void;
}) {
  return (
    <Dialog
      title={title}
      isOpen={isOpen}
      onClose={onClose}
      size="small"
      footer={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button
            kind={danger ? 'danger' : 'primary'}
            onPress={() => {
              onConfirm();
              onClose();
            }}
          >
            {verb}
          </Button>
        </>
      }
    >
      {body}
    </Dialog>
  );
}
