import { useState } from 'react';
import { FileText, Upload, X } from 'lucide-react';
import { DropZone, FileTrigger, Text } from 'react-aria-components';
import { t } from '../lib/i18n/i18n.ts';
import { formatNumber } from '../lib/i18n/format.ts';
import { Button, IconButton } from './button.tsx';

export function FileDrop({
  label,
  hint,
  accept,
  file,
  onFile,
}: {
  label: string;
  hint?: string;
  accept?: readonly string[];
  file: File | null;
  onFile: (file: File | null) => void;
}) {
  const [over, setOver] = useState(false);
  if (file !== null) {
    return (
      <div className="flex items-center gap-3 rounded-card border border-line bg-surface p-3">
        <FileText size={20} strokeWidth={1.5} className="text-muted" aria-hidden />
        <span className="min-w-0 flex-1 truncate font-medium">
          <bdi>{file.name}</bdi>
        </span>
        <bdi className="num text-12 text-muted">{`${formatNumber(Math.max(1, Math.round(file.size / 1024)))} KB`}</bdi>
        <IconButton label={t('ui.file.remove', { name: file.name })} onPress={() => onFile(null)}>
          <X size={16} aria-hidden />
        </IconButton>
      </div>
    );
  }
  return (
    <DropZone
      aria-label={label}
      onDropEnter={() => setOver(true)}
      onDropExit={() => setOver(false)}
      onDrop={(event) => {
        setOver(false);
        const item = event.items.find((candidate) => candidate.kind === 'file');
        if (item?.kind === 'file') void item.getFile().then(onFile);
      }}
      className={`flex flex-col items-center gap-2 rounded-card border border-dashed px-6 py-8 text-center ${over ? 'border-accent bg-accent-soft' : 'border-control bg-surface'}`}
    >
      <Upload size={20} strokeWidth={1.5} className="text-muted" aria-hidden />
      <Text slot="label" className="font-medium">
        {label}
      </Text>
      <span className="flex items-center gap-2 text-muted">
        <FileTrigger acceptedFileTypes={accept} onSelect={(files) => onFile(files?.[0] ?? null)}>
          <Button>{t('ui.file.choose')}</Button>
        </FileTrigger>
        {t('ui.file.drop')}
      </span>
      {hint !== undefined && <p className="text-12 text-muted">{hint}</p>}
    </DropZone>
  );
}
