import { type MinMax, type MinMaxPyramid, minMaxOf } from '#core/motion/min-max-pyramid';
import type { TraceLane } from '../parts/trace-lanes';
import type { Painting } from './use-painted-canvas';

/** Where a lane lies and how it is scaled, CSS px. */
export interface LanePlace {
  readonly top: number;
  readonly height: number;
  /** y of a value. */
  yOf(value: number): number;
}

/** As thick as a line through the frames is, CSS px. */
const LINE_PX = 1;

/**
 * Draws traces that have more frames than pixels: each column of pixels is filled from the least to
 * the greatest value in it. Written into memory and handed over as one picture: stroking the same
 * ten thousand upright lines takes a machine without a graphics card 20 ms, this takes 2.
 */
export class ColumnPainter {
  #canvas: OffscreenCanvas | undefined;
  #image: ImageData | undefined;
  #pixels = new Uint32Array(0);
  readonly #colours = new Map<string, number>();

  /** `columns`: first frame of each device pixel's column and of the one after the last. */
  paint(
    { context, height, ratio, style }: Painting,
    pyramid: MinMaxPyramid,
    columns: Int32Array,
    fewestFrames: number,
    lanes: readonly TraceLane[],
    placeOf: (lane: number) => LanePlace,
    top: number,
  ): void {
    const width = columns.length - 1;
    const rows = Math.ceil((height - top) * ratio);
    if (width < 1 || rows < 1) return;
    this.#begin(width, rows);
    const thick = Math.max(1, Math.round(LINE_PX * ratio));
    const range: MinMax = [0, 0];
    lanes.forEach((lane, index) => {
      const place = placeOf(index);
      const first = Math.max(0, Math.round((place.top - top) * ratio));
      const end = Math.min(rows, Math.round((place.top + place.height - top) * ratio));
      for (const { channel, axis } of lane.lines) {
        const colour = this.#colourOf(style.axisColours[axis % style.axisColours.length]!);
        for (let x = 0; x < width; x++) {
          const frame = columns[x]!;
          const next = columns[x + 1]!;
          // On to the next column's first frame, so that a steep line isn't broken; not over a gap.
          const joins = next > frame && columns[x + 2]! > next ? 1 : 0;
          minMaxOf(pyramid, channel, frame, Math.max(next + joins, frame + fewestFrames), range);
          if (range[0] > range[1]) continue;
          const high = Math.round((place.yOf(range[1]) - top) * ratio - thick / 2);
          const low = Math.round((place.yOf(range[0]) - top) * ratio + thick / 2);
          const to = Math.min(end, Math.max(low, high + thick));
          for (let y = Math.max(first, high); y < to; y++) this.#pixels[y * width + x] = colour;
        }
      }
    });
    this.#canvas!.getContext('2d')!.putImageData(this.#image!, 0, 0);
    context.drawImage(this.#canvas!, 0, top, width / ratio, rows / ratio);
  }

  #begin(width: number, rows: number): void {
    if (this.#image?.width === width && this.#image.height === rows) {
      this.#pixels.fill(0);
      return;
    }
    this.#canvas = new OffscreenCanvas(width, rows);
    this.#image = new ImageData(width, rows);
    this.#pixels = new Uint32Array(this.#image.data.buffer);
  }

  /** A colour as the bytes of a pixel. */
  #colourOf(css: string): number {
    const known = this.#colours.get(css);
    if (known !== undefined) return known;
    const context = new OffscreenCanvas(1, 1).getContext('2d')!;
    context.fillStyle = css;
    context.fillRect(0, 0, 1, 1);
    const [pixel = 0] = new Uint32Array(context.getImageData(0, 0, 1, 1).data.buffer);
    this.#colours.set(css, pixel);
    return pixel;
  }
}
