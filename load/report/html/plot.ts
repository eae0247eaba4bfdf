import { html } from './markup.ts';
import type { Markup, Part } from './markup.ts';

/** A mark on an axis: where (0 to 1), and what it says. Minor ones give way on a narrow screen. */
export interface AxisMark {
  readonly at: number;
  readonly text: string;
  readonly minor?: boolean;
}

export interface Plot {
  /** What it shows, for those who can't see it: the finding, not the form. */
  readonly label: string;
  /** SVG elements in a space of `width` × `height`; the drawing is stretched to the place there is. */
  readonly drawing: Part;
  readonly width: number;
  readonly height: number;
  /** Height on the page, in pixels. */
  readonly heightPx: number;
  /** Room for the longest of the words beside it; default: for a number. At most 14 are given. */
  readonly axisCharacters?: number;
  readonly x?: readonly AxisMark[];
  /** From the bottom up. */
  readonly y?: readonly AxisMark[];
  /** Texts over the drawing; `at` from the left, `up` from the bottom. */
  readonly notes?: readonly {
    readonly at: number;
    readonly up: number;
    readonly text: string;
    readonly kind: string;
  }[];
}

const percent = (part: number): string => `${(part * 100).toFixed(2)}%`;

/**
 * A drawing with axes. The lines are SVG that stretches to any width; the words are HTML, so that they keep their size on a
 * telephone and can be selected, searched and enlarged.
 */
export function plot({
  label,
  drawing,
  width,
  height,
  heightPx,
  axisCharacters = 0,
  x = [],
  y = [],
  notes = [],
}: Plot): Markup {
  const grid = y.map(
    ({ at }) =>
      html`<line
        class="grid"
        x1="0"
        x2="${width}"
        y1="${round(height * (1 - at))}"
        y2="${round(height * (1 - at))}"
      />`,
  );
  return html`<div class="plot" style="--plot-height:${heightPx}px;--axis:${Math.min(14, axisCharacters)}ch">
    <div class="y-axis" aria-hidden="true">
      ${y.map(({ at, text }) => html`<span style="bottom:${percent(at)}">${text}</span>`)}
    </div>
    <div class="canvas">
      <svg viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" role="img" aria-label="${label}">
        ${grid}${drawing}
      </svg>
      ${notes.map(
        ({ at, up, text, kind }) =>
          html`<span
            class="note ${kind}"
            style="${at > 0.7 ? `right:${percent(1 - at)}` : `left:${percent(at)}`};bottom:${percent(up)}"
            >${text}</span
          >`,
      )}
    </div>
    <div class="x-axis" aria-hidden="true">
      ${x.map(
        ({ at, text, minor }) =>
          html`<span
            class="${minor === true ? 'minor' : ''}${at > 0.97 ? ' last' : at < 0.03 ? ' first' : ''}"
            style="left:${percent(at)}"
            >${text}</span
          >`,
      )}
    </div>
  </div>`;
}

/** Two decimals are finer than any screen. */
export const round = (value: number): number => Math.round(value * 100) / 100;

/** Short strokes from `fromY` to `toY` at the given places, as one path: cheap however many. */
export function strokes(
  places: Iterable<number>,
  fromY: number,
  toY: number,
  className: string,
): Markup | null {
  let path = '';
  for (const place of places) path += `M${round(place)} ${round(fromY)}V${round(toY)}`;
  return path === '' ? null : html`<path class="${className}" d="${path}" />`;
}

/** Places rounded to columns, each once: as many as can be told apart. */
export const columnsOf = (places: Iterable<number>, width: number, columns = width): number[] => {
  const taken = new Set<number>();
  for (const place of places)
    taken.add(Math.min(columns - 1, Math.max(0, Math.floor((place / width) * columns))));
  return [...taken].toSorted((a, b) => a - b).map((column) => ((column + 0.5) / columns) * width);
};
