import type { ReactNode } from 'react';
import { CircleAlert, Info } from 'lucide-react';
import { cx } from '../../ui/cx.ts';

/** A remark above a step; `bad` is for what would spoil the import. */
export function Notice({ tone, title, children }: { tone: 'normal' | 'bad'; title?: string; children: ReactNode }) {
  const Icon = tone === 'bad' ? CircleAlert : Info;
  return (
    <div
      role={tone === 'bad' ? 'alert' : 'note'}
      className={cx('flex gap-2.5 rounded-card border px-4 py-3', tone === 'bad' ? 'border-bad bg-bad-soft' : 'border-line bg-surface')}
    >
      <Icon size={16} strokeWidth={1.75} className={cx('mt-0.5 shrink-0', tone === 'bad' ? 'text-bad' : 'text-muted')} aria-hidden />
      <div className="min-w-0">
        {title !== undefined && <p className="mb-0.5 font-medium">{title}</p>}
        {children}
      </div>
    </div>
  );
}
