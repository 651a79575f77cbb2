import { ArrowDown, ArrowUp, Columns3, Minus, Plus } from 'lucide-react';
import { Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { t } from '../../lib/i18n/i18n.ts';
import { Button, IconButton } from '../button.tsx';
import { Checkbox } from '../checkbox.tsx';
import { RadioGroup } from '../radio-group.tsx';
import { type GridLayout, STEP } from './use-grid-layout.ts';

/** Which columns, in what order, how wide, how high the rows: all by button, without a drag. */
export function GridOptions<T>({ layout }: { layout: GridLayout<T> }) {
  const widths = () => Object.fromEntries(layout.visible.map((column) => [column.id, layout.sizeOf(column.id)]));
  return (
    <DialogTrigger>
      <IconButton size="compact" label={t('ui.grid.columns')}>
        <Columns3 size={16} strokeWidth={1.75} aria-hidden />
      </IconButton>
      <Popover placement="bottom end" className="enter w-88 max-w-[92vw] overflow-auto rounded-popover border border-line bg-raised shadow-float outline-none">
        <Dialog aria-label={t('ui.grid.columns')} className="flex flex-col gap-3 p-3 outline-none">
          <ul className="flex flex-col">
            {layout.all.map(({ column, isVisible }, index) => (
              <li key={column.id} className="flex items-center gap-0.5">
                <Checkbox
                  className="min-w-0 flex-1"
                  isSelected={isVisible}
                  isDisabled={column.hideable === false}
                  onChange={() => layout.toggle(column.id)}
                  aria-label={t('ui.grid.show', { column: column.header })}
                >
                  {column.header}
                </Checkbox>
                <IconButton
                  size="compact"
                  label={t('ui.grid.narrower', { column: column.header })}
                  isDisabled={!isVisible}
                  onPress={() => layout.resizeBy(column.id, -STEP, widths())}
                >
                  <Minus size={14} aria-hidden />
                </IconButton>
                <IconButton
                  size="compact"
                  label={t('ui.grid.wider', { column: column.header })}
                  isDisabled={!isVisible}
                  onPress={() => layout.resizeBy(column.id, STEP, widths())}
                >
                  <Plus size={14} aria-hidden />
                </IconButton>
                <IconButton
                  size="compact"
                  label={t('ui.grid.earlier', { column: column.header })}
                  isDisabled={index === 0}
                  onPress={() => layout.moveTo(column.id, layout.all[index - 1]?.column.id ?? column.id)}
                >
                  <ArrowUp size={14} aria-hidden />
                </IconButton>
                <IconButton
                  size="compact"
                  label={t('ui.grid.later', { column: column.header })}
                  isDisabled={index === layout.all.length - 1}
                  onPress={() => layout.moveTo(column.id, layout.all[index + 1]?.column.id ?? column.id)}
                >
                  <ArrowDown size={14} aria-hidden />
                </IconButton>
              </li>
            ))}
          </ul>
          <RadioGroup
            label={t('ui.grid.density')}
            value={layout.density}
            onChange={layout.setDensity}
            options={[
              { id: 'compact', label: t('ui.grid.density.compact') },
              { id: 'normal', label: t('ui.grid.density.normal') },
              { id: 'touch', label: t('ui.grid.density.touch') },
            ]}
          />
          <Button size="compact" onPress={layout.reset}>
            {t('ui.grid.reset')}
          </Button>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
