/** Beyond tenfold, more figures say no more. */
const most = 10;

/** A change in percent with its sign: `+12.3 %`, `−4.0 %`; `–` when there is none, `> +1000 %` for more than tenfold. */
export function formatChange(value: number | null): string {
  if (value === null) return '–';
  if (value > most) return `> +${most * 100}\u00a0%`;
  return `${value >= 0 ? '+' : '−'}${Math.abs(value * 100).toFixed(1)}\u00a0%`;
}

/** From where on a change is told, to either side: `±12.3 %`. */
export const formatTold = (value: number | null): string =>
  value === null ? '–' : value > most ? `> ±${most * 100}\u00a0%` : `±${(value * 100).toFixed(1)}\u00a0%`;
