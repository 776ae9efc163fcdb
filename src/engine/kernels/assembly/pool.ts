/*
 * Pools over images `[height × width × columns]`. Points beside the image are left out: the window
 * of output (oh, ow) begins at (oh · strideHeight − top, ow · strideWidth − left).
 */

export function maxPool(
  x: usize,
  y: usize,
  images: i32,
  height: i32,
  width: i32,
  columns: i32,
  outHeight: i32,
  outWidth: i32,
  sizeHeight: i32,
  sizeWidth: i32,
  strideHeight: i32,
  strideWidth: i32,
  top: i32,
  left: i32,
): void {
  const positionBytes = (<usize>columns) << 2;
  const rowBytes = <usize>width * positionBytes;
  let to = y;
  for (let image = 0; image < images; image++) {
    const from = x + <usize>image * <usize>height * rowBytes;
    for (let oh = 0; oh < outHeight; oh++) {
      const firstRow = max(0, oh * strideHeight - top);
      const endRow = min(height, oh * strideHeight - top + sizeHeight);
      for (let ow = 0; ow < outWidth; ow++) {
        const firstColumn = max(0, ow * strideWidth - left);
        const endColumn = min(width, ow * strideWidth - left + sizeWidth);
        for (let at: usize = 0; at < positionBytes; at += 16) {
          let best = f32x4.splat(-Infinity);
          for (let row = firstRow; row < endRow; row++) {
            let point = from + <usize>row * rowBytes + <usize>firstColumn * positionBytes + at;
            for (let column = firstColumn; column < endColumn; column++) {
              best = f32x4.max(best, v128.load(point));
              point += positionBytes;
            }
          }
          v128.store(to + at, best);
        }
        to += positionBytes;
      }
    }
  }
}

/** `dx += …`: of equal points the first gets all of the gradient. */
export function maxPoolGradient(
  x: usize,
  y: usize,
  dy: usize,
  dx: usize,
  images: i32,
  height: i32,
  width: i32,
  columns: i32,
  outHeight: i32,
  outWidth: i32,
  sizeHeight: i32,
  sizeWidth: i32,
  strideHeight: i32,
  strideWidth: i32,
  top: i32,
  left: i32,
): void {
  const positionBytes = (<usize>columns) << 2;
  const rowBytes = <usize>width * positionBytes;
  let given: usize = 0;
  for (let image = 0; image < images; image++) {
    const imageAt = <usize>image * <usize>height * rowBytes;
    for (let oh = 0; oh < outHeight; oh++) {
      const firstRow = max(0, oh * strideHeight - top);
      const endRow = min(height, oh * strideHeight - top + sizeHeight);
      for (let ow = 0; ow < outWidth; ow++) {
        const firstColumn = max(0, ow * strideWidth - left);
        const endColumn = min(width, ow * strideWidth - left + sizeWidth);
        for (let at: usize = 0; at < positionBytes; at += 16) {
          const best = v128.load(y + given + at);
          let rest = v128.load(dy + given + at);
          for (let row = firstRow; row < endRow; row++) {
            let point = imageAt + <usize>row * rowBytes + <usize>firstColumn * positionBytes + at;
            for (let column = firstColumn; column < endColumn; column++) {
              const isBest = f32x4.eq(v128.load(x + point), best);
              const d = v128.and(rest, isBest);
              v128.store(dx + point, f32x4.add(v128.load(dx + point), d));
              rest = v128.andnot(rest, isBest);
              point += positionBytes;
            }
          }
        }
        given += positionBytes;
      }
    }
  }
}

export function averagePool(
  x: usize,
  y: usize,
  images: i32,
  height: i32,
  width: i32,
  columns: i32,
  outHeight: i32,
  outWidth: i32,
  sizeHeight: i32,
  sizeWidth: i32,
  strideHeight: i32,
  strideWidth: i32,
  top: i32,
  left: i32,
): void {
  const positionBytes = (<usize>columns) << 2;
  const rowBytes = <usize>width * positionBytes;
  let to = y;
  for (let image = 0; image < images; image++) {
    const from = x + <usize>image * <usize>height * rowBytes;
    for (let oh = 0; oh < outHeight; oh++) {
      const firstRow = max(0, oh * strideHeight - top);
      const endRow = min(height, oh * strideHeight - top + sizeHeight);
      for (let ow = 0; ow < outWidth; ow++) {
        const firstColumn = max(0, ow * strideWidth - left);
        const endColumn = min(width, ow * strideWidth - left + sizeWidth);
        const share = f32x4.splat(1 / <f32>((endRow - firstRow) * (endColumn - firstColumn)));
        for (let at: usize = 0; at < positionBytes; at += 16) {
          let sum = f32x4.splat(0);
          for (let row = firstRow; row < endRow; row++) {
            let point = from + <usize>row * rowBytes + <usize>firstColumn * positionBytes + at;
            for (let column = firstColumn; column < endColumn; column++) {
              sum = f32x4.add(sum, v128.load(point));
              point += positionBytes;
            }
          }
          v128.store(to + at, f32x4.mul(sum, share));
        }
        to += positionBytes;
      }
    }
  }
}

/** `dx += …`. */
export function averagePoolGradient(
  dy: usize,
  dx: usize,
  images: i32,
  height: i32,
  width: i32,
  columns: i32,
  outHeight: i32,
  outWidth: i32,
  sizeHeight: i32,
  sizeWidth: i32,
  strideHeight: i32,
  strideWidth: i32,
  top: i32,
  left: i32,
): void {
  const positionBytes = (<usize>columns) << 2;
  const rowBytes = <usize>width * positionBytes;
  let given = dy;
  for (let image = 0; image < images; image++) {
    const imageAt = dx + <usize>image * <usize>height * rowBytes;
    for (let oh = 0; oh < outHeight; oh++) {
      const firstRow = max(0, oh * strideHeight - top);
      const endRow = min(height, oh * strideHeight - top + sizeHeight);
      for (let ow = 0; ow < outWidth; ow++) {
        const firstColumn = max(0, ow * strideWidth - left);
        const endColumn = min(width, ow * strideWidth - left + sizeWidth);
        const share = f32x4.splat(1 / <f32>((endRow - firstRow) * (endColumn - firstColumn)));
        for (let at: usize = 0; at < positionBytes; at += 16) {
          const d = f32x4.mul(v128.load(given + at), share);
          for (let row = firstRow; row < endRow; row++) {
            let point = imageAt + <usize>row * rowBytes + <usize>firstColumn * positionBytes + at;
            for (let column = firstColumn; column < endColumn; column++) {
              v128.store(point, f32x4.add(v128.load(point), d));
              point += positionBytes;
            }
          }
        }
        given += positionBytes;
      }
    }
  }
}
