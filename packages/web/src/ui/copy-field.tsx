import { Copy } from 'lucide-react';
import { t } from '../lib/i18n/i18n.ts';
import { IconButton } from './button.tsx';
import { toast } from './toast.tsx';

/** An id, key or address to take along; always read left to right. */
export function CopyField({ label, value, hideLabel = false }: { label: string; value: string; hideLabel?: boolean }) {
  async function copy() {
    await navigator.clipboard.writeText(value);
    toast(t('ui.copied', { what: label }));
  }
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <span className={hideLabel ? 'sr-only' : 'text-12 font-medium'}>{label}</span>
      <span className="flex h-9 min-w-0 items-center rounded-control border border-line bg-desk ps-2.5 pe-0.5">
        <code dir="ltr" className="min-w-0 flex-1 truncate font-mono text-12 select-all">
          {value}
        </code>
        <IconButton size="compact" label={t('ui.copy', { what: label })} onPress={() => void copy()}>
          <Copy size={14} strokeWidth={1.75} aria-hidden />
        </IconButton>
      </span>
    </div>
  );
}
