import { type FormEvent, type ReactNode, useEffect, useId, useRef } from 'react';
import { t } from '../text.ts';
import { Button } from './button.tsx';
import { Refused } from './states.tsx';

/** One small form over the page: the browser's own dialog keeps the focus inside and gives it back. */
export function FormDialog({
  title,
  verb,
  danger = false,
  busy,
  why,
  refusal,
  onClose,
  onSubmit,
  children,
}: {
  title: string;
  verb: string;
  danger?: boolean;
  busy?: boolean;
  why?: string;
  refusal?: string;
  onClose: () => void;
  onSubmit: () => void;
  children: ReactNode;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const shown = dialog.current;
    if (shown && !shown.open) shown.showModal();
    return () => shown?.close();
  }, []);
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!busy && why === undefined) onSubmit();
  }
  return (
    <dialog
      ref={dialog}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      className="m-auto w-[min(100vw-32px,480px)] rounded-card border border-line bg-raised p-0 text-text shadow-float"
    >
      <form onSubmit={submit} noValidate className="flex flex-col gap-4 p-5">
        <h2 id={id} className="text-18 font-semibold">
          {title}
        </h2>
        {children}
        <Refused sentence={refusal} />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button type="submit" look={danger ? 'danger' : 'main'} busy={busy} why={why}>
            {verb}
          </Button>
        </div>
      </form>
    </dialog>
  );
}
