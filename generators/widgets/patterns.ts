import { col, label, row, spacer, table, tableCell, tableRow, text } from './builders.ts';
import type { ColNode, RowNode, TableNode, WidgetNode } from './types.ts';

/** A row with a name at its start and a value at its end. */
export const labelled = (name: string, value: string): RowNode =>
  row([text(name, { color: 'secondary' }), spacer(), text(value, { weight: 'medium' })], { align: 'center' });

/** A field below its label. */
export const field = (value: string, control: WidgetNode & { readonly name: string }): ColNode =>
  col([label(value, control.name), control], { gap: 1 });

/** A table of texts; the first row is the header. */
export const textTable = (rows: readonly (readonly string[])[]): TableNode =>
  table(
    rows.map((cells, at) =>
      tableRow(
        cells.map((value) => tableCell([text(value, at === 0 ? { weight: 'semibold' } : undefined)])),
        at === 0 ? { header: true } : undefined,
      ),
    ),
  );
